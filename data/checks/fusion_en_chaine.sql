-- Une structure ne se fond qu'une fois, dans une structure connue qui n'est pas elle-même fondue dans une autre.
-- gravite bloquant
SELECT NULL AS fichier, NULL AS ligne, 'dans' AS colonne, f.structure_id || ' dans ' || f.dans AS valeur,
       CASE WHEN f.dans NOT IN (SELECT structure_id FROM tout.structures) OR f.structure_id NOT IN (SELECT structure_id FROM tout.structures)
            THEN 'structure inconnue'
            WHEN (SELECT count(*) FROM tout.fusions AS autre WHERE autre.structure_id = f.structure_id) > 1
            THEN 'cette structure est déjà fondue dans une autre : annulez d''abord cette fusion'
            ELSE 'une fusion en suivrait une autre : fondez les deux dans la même structure' END AS raison
FROM arrivee.fusions AS f
WHERE f.dans NOT IN (SELECT structure_id FROM tout.structures) OR f.structure_id NOT IN (SELECT structure_id FROM tout.structures)
   OR (SELECT count(*) FROM tout.fusions AS autre WHERE autre.structure_id = f.structure_id) > 1
   OR f.dans IN (SELECT structure_id FROM tout.fusions) OR f.structure_id IN (SELECT dans FROM tout.fusions)
ORDER BY valeur
