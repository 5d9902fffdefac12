-- Quels sont les départements les plus proches où il y a des faits ?
-- param departement VARCHAR : code du département de départ
-- returns code_departement VARCHAR : code
-- returns nom VARCHAR : nom
-- returns n_actions BIGINT : actions recensées
-- returns n_evenements BIGINT : événements recensés
-- returns distance_km DOUBLE : à vol d'oiseau, de centre à centre (moyenne des mairies)
WITH centres AS (SELECT code_departement, longitude AS lon, latitude AS lat FROM centres_departements),
faits AS (
    SELECT code_departement, sum(n_actions)::BIGINT AS n_actions, sum(n_evenements)::BIGINT AS n_evenements
    FROM (SELECT DISTINCT position, code_departement FROM positions) JOIN comptes_positions USING (position)
    GROUP BY code_departement HAVING sum(n_actions) > 0 OR sum(n_evenements) > 0
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
