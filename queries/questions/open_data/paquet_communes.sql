-- Quelles sont les communes des départements où quelque chose est recensé ?
-- param departement VARCHAR facultatif : code du département
-- returns code_commune VARCHAR : commune, code COG
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns code_bassin VARCHAR : code du bassin de vie
-- returns bassin VARCHAR : bassin de vie
-- returns code_epci VARCHAR : intercommunalité, SIREN
-- returns population INTEGER : population municipale de la dernière année, en habitants
-- returns longitude DOUBLE : longitude de la mairie, en degrés
-- returns latitude DOUBLE : latitude de la mairie, en degrés
-- returns source VARCHAR : chargement (table sources)
WITH intercommunalites AS (
    SELECT code_commune, min(code_zone) AS code_epci FROM zones_communes WHERE division = 'epci' GROUP BY ALL
)
SELECT communes.code_commune, nom, code_departement, code_bassin, bassin, code_epci, population,
       longitude, latitude, communes.source
FROM communes
LEFT JOIN communes_bassins ON communes_bassins.code_commune = communes.code_commune
LEFT JOIN intercommunalites ON intercommunalites.code_commune = communes.code_commune
LEFT JOIN dernieres_populations ON dernieres_populations.code_commune = communes.code_commune
WHERE code_departement = $departement
   OR $departement IS NULL AND code_departement IN (SELECT code_departement FROM sujets_situes)
ORDER BY communes.code_commune, code_bassin
