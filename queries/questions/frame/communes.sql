-- Quelles sont les communes d'un département, leur bassin et leur population ?
-- param departement VARCHAR facultatif : code du département
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns code_bassin VARCHAR : code du bassin de vie
-- returns bassin VARCHAR : son nom
-- returns population INTEGER : population municipale la plus récente, vide si inconnue
-- returns annee_population INTEGER : son année
-- returns longitude DOUBLE : de la mairie, en degrés
-- returns latitude DOUBLE : de la mairie, en degrés
SELECT code_commune, nom, code_departement, code_bassin, bassin, population, annee AS annee_population, longitude, latitude
FROM communes
LEFT JOIN communes_bassins USING (code_commune)
LEFT JOIN dernieres_populations USING (code_commune)
WHERE $departement IS NULL OR code_departement = $departement
ORDER BY nom, code_commune
