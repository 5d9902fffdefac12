-- Quelle population vit loin de toute action financée ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns bassin VARCHAR : bassin de vie
-- returns population INTEGER : population municipale la plus récente ; vide si inconnue
-- returns distance_km DOUBLE : de mairie à mairie, à vol d'oiseau, jusqu'à la commune la plus proche où une action est financée ; vide au-delà de 50 km
SELECT code_commune, nom, bassin, population, distance_km
FROM distances_financees JOIN communes_habitees USING (code_commune)
WHERE distances_financees.code_departement = $departement AND ($bassin IS NULL OR code_bassin = $bassin)
ORDER BY distance_km DESC NULLS FIRST, code_commune
