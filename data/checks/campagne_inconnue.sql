-- Une réponse doit être celle d'une structure à qui une campagne connue a écrit.
-- gravite bloquant
SELECT NULL AS fichier, NULL AS ligne, 'campagne_id' AS colonne, campagne_id || ' ' || structure_id AS valeur,
       'cette campagne n''a pas écrit à cette structure, ou a été annulée' AS raison
FROM arrivee.campagnes_reponses ANTI JOIN tout.campagnes_structures USING (campagne_id, structure_id)
UNION ALL
SELECT NULL, NULL, 'structure_id', structure_id, 'structure inconnue' FROM arrivee.campagnes_structures
WHERE structure_id NOT IN (SELECT structure_id FROM tout.structures)
ORDER BY valeur
