-- Quels autres départements étaient représentés aux événements ?
-- param departement VARCHAR facultatif : code du département
-- returns evenement_id VARCHAR : identifiant de l'événement
-- returns code_departement VARCHAR : code du département représenté
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT evenement_id, code_departement, source, fichier, ligne
FROM evenements_departements
WHERE ($departement IS NULL OR evenement_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'evenement'))
ORDER BY evenement_id, code_departement, source
