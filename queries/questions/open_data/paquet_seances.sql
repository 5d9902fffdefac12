-- Quelles séances ont tenues les instances ?
-- param departement VARCHAR facultatif : code du département
-- returns seance_id VARCHAR : identifiant de la séance
-- returns instance_id VARCHAR : identifiant de l'instance
-- returns tenue_le DATE : jour de la séance
-- returns precision VARCHAR : précision
-- returns objet VARCHAR : objet
-- returns code_commune VARCHAR : commune, code COG
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT seance_id, instance_id, tenue_le, precision, objet, code_commune, source, fichier, ligne
FROM seances
WHERE ($departement IS NULL OR seance_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'seance'))
ORDER BY seance_id, source
