-- Quels événements ont eu lieu, édition par édition ?
-- param departement VARCHAR facultatif : code du département
-- returns evenement_id VARCHAR : identifiant de l'événement
-- returns serie VARCHAR : série
-- returns nom VARCHAR : nom
-- returns edition INTEGER : édition
-- returns tenu_le DATE : jour de l'événement
-- returns precision VARCHAR : précision
-- returns organisateur VARCHAR : organisateur
-- returns code_departement VARCHAR : code du département
-- returns code_commune VARCHAR : commune, code COG
-- returns code_zone VARCHAR : bassin ou zone, code
-- returns theme VARCHAR : thème
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT evenement_id, serie, nom, edition, tenu_le, precision, organisateur, code_departement, code_commune, code_zone,
       theme, source, fichier, ligne
FROM evenements
WHERE ($departement IS NULL OR evenement_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'evenement'))
ORDER BY evenement_id, source
