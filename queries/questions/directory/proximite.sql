-- Quelles actions ont lieu le plus près d'une commune (à vol d'oiseau, de mairie à mairie) ?
-- param commune VARCHAR : code COG de la commune de départ
-- returns action_id VARCHAR : identifiant
-- returns code_commune VARCHAR : lieu de l'action le plus proche
-- returns commune VARCHAR : son nom
-- returns distance_km DOUBLE : distance en kilomètres (formule de haversine, rayon terrestre de 6 371 km)
SELECT action_id, code_commune, commune, distance_km
FROM actions_listees JOIN lieux_proches($commune) USING (lieux)
ORDER BY distance_km, action_id
