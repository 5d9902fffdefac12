-- Quels comités sont recensés ?
-- param departement VARCHAR facultatif : code du département
-- returns instance_id VARCHAR : identifiant de l'instance
-- returns nom VARCHAR : nom
-- returns type VARCHAR : genre
-- returns code_departement VARCHAR : code du département
-- returns code_zone VARCHAR : bassin ou zone, code
-- returns code_commune VARCHAR : commune, code COG
-- returns theme VARCHAR : thème
-- returns cree_le DATE : création
-- returns precision VARCHAR : précision
-- returns rythme VARCHAR : rythme des réunions, tel qu'écrit
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT instance_id, nom, type, code_departement, code_zone, code_commune, theme, cree_le, precision, rythme,
       source, fichier, ligne
FROM instances
WHERE ($departement IS NULL OR code_departement = $departement)
ORDER BY instance_id, source
