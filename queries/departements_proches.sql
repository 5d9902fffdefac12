-- Quels sont les départements les plus proches où il y a des faits ?
-- param departement VARCHAR : code du département de départ
-- returns code_departement VARCHAR : code
-- returns nom VARCHAR : nom
-- returns n_actions BIGINT : actions recensées
-- returns n_evenements BIGINT : événements recensés
-- returns distance_km DOUBLE : à vol d'oiseau, de centre à centre (moyenne des mairies)
WITH centres AS (
    SELECT code_departement, avg(longitude) AS lon, avg(latitude) AS lat FROM communes GROUP BY code_departement
),
faits AS (
    SELECT code_departement, count(*) FILTER (genre = 'action') AS n_actions, count(*) FILTER (genre = 'evenement') AS n_evenements
    FROM (SELECT DISTINCT 'action' AS genre, action_id AS id, code_departement FROM actions_situees
          UNION ALL SELECT 'evenement', evenement_id, code_departement FROM evenements_situes)
    GROUP BY code_departement
)
SELECT code_departement, departements.nom, n_actions, n_evenements,
       -- Haversine, on a sphere of 6 371 km.
       2 * 6371 * asin(sqrt(pow(sin(radians(la.lat - ici.lat) / 2), 2)
           + cos(radians(la.lat)) * cos(radians(ici.lat)) * pow(sin(radians(la.lon - ici.lon) / 2), 2))) AS distance_km
FROM faits
JOIN departements USING (code_departement)
JOIN centres AS la USING (code_departement)
JOIN centres AS ici ON ici.code_departement = $departement
WHERE code_departement <> $departement
ORDER BY distance_km, code_departement
