-- Un agrément, une action ou un projet doit désigner une structure connue.
-- gravite bloquant
WITH cites AS (
    SELECT fichier, ligne, structure_id FROM arrivee.agrements
    UNION ALL SELECT fichier, ligne, structure_id FROM arrivee.actions
    UNION ALL SELECT fichier, ligne, structure_id FROM arrivee.projets_structures
    UNION ALL SELECT fichier, ligne, structure_id FROM arrivee.projets_territoires WHERE structure_id IS NOT NULL
)
SELECT fichier, ligne, 'structure_id' AS colonne, structure_id AS valeur,
       'aucune structure ne porte cet identifiant : ajoutez-la aux structures, ou corrigez l''identifiant' AS raison
FROM cites ANTI JOIN tout.structures USING (structure_id)
ORDER BY fichier, ligne
