-- Quelles actions ont lieu le plus près d'une commune (à vol d'oiseau, de mairie à mairie) ?
-- param commune VARCHAR : code COG de la commune de départ
-- returns action_id VARCHAR : identifiant
-- returns code_commune VARCHAR : lieu de l'action le plus proche
-- returns commune VARCHAR : son nom
-- returns distance_km DOUBLE : distance en kilomètres (formule de haversine, rayon terrestre de 6 371 km)
WITH distances AS (FROM distances_communes($commune)),
proches AS (
    SELECT numero, arg_min(code_commune, distance_km) AS code_commune, arg_min(commune, distance_km) AS commune,
           min(distance_km) AS distance_km
    FROM lieux_actions JOIN distances USING (code_commune) GROUP BY numero
)
SELECT sujet_id AS action_id, code_commune, commune, distance_km
FROM proches JOIN sujets USING (numero)
ORDER BY distance_km, action_id
