-- Quelles actions ont lieu le plus près d'une commune (à vol d'oiseau, de mairie à mairie) ?
-- param commune VARCHAR : code COG de la commune de départ
-- returns action_id VARCHAR : identifiant
-- returns code_commune VARCHAR : lieu de l'action le plus proche
-- returns commune VARCHAR : son nom
-- returns distance_km DOUBLE : distance en kilomètres (formule de haversine, rayon terrestre de 6 371 km)
WITH depart AS (
    SELECT radians(longitude) AS lon, radians(latitude) AS lat FROM communes WHERE code_commune = $commune
),
distances AS (
    SELECT action_id, code_commune, communes.nom AS commune,
           2 * 6371 * asin(sqrt(
               pow(sin((radians(latitude) - lat) / 2), 2)
               + cos(lat) * cos(radians(latitude)) * pow(sin((radians(longitude) - lon) / 2), 2))) AS distance_km
    FROM actions_situees JOIN communes USING (code_commune), depart
)
SELECT action_id, arg_min(code_commune, distance_km) AS code_commune, arg_min(commune, distance_km) AS commune,
       min(distance_km) AS distance_km
FROM distances
WHERE distance_km IS NOT NULL
GROUP BY action_id
ORDER BY distance_km, action_id
