-- Pour chaque public et chaque thème, combien d'actions sont en cours dans un territoire, et à quelle distance ?
-- param niveau VARCHAR : commune, epci ou bassin
-- param territoire VARCHAR : code
-- returns besoin VARCHAR : public ou thème
-- returns titre VARCHAR : nom du public ou du thème
-- returns genre VARCHAR : ensemble, public ou theme
-- returns du_comite BOOLEAN : posé par le comité lors de sa première séance
-- returns n_actives BIGINT : actions en cours sur place
-- returns distance_km DOUBLE : d'une commune, distance à vol d'oiseau de la plus proche ; vide au-delà de 50 km et pour les autres niveaux
-- returns commune_proche VARCHAR : d'une commune, où est cette action
-- returns population BIGINT : habitants du territoire
-- returns population_10 BIGINT : à moins de 10 km d'une action en cours
WITH membres AS (
    SELECT $territoire AS code_commune WHERE $niveau = 'commune'
    UNION
    SELECT code_commune FROM divisions_communes WHERE division = $niveau AND code_zone = $territoire
),
lieux AS (SELECT code_commune, code_departement, population FROM membres JOIN communes_habitees USING (code_commune)),
portee AS (
    SELECT besoin, min(distance_km) AS distance_km, arg_min(commune_proche, distance_km) AS commune_proche,
           sum(population) FILTER (distance_km < 10) AS population_10
    FROM lieux JOIN offre_distances USING (code_departement, code_commune) GROUP BY besoin
),
actives AS (
    SELECT besoin, count(DISTINCT action_id) AS n_actives FROM offre_du_jour JOIN membres USING (code_commune) GROUP BY besoin
),
habitants AS (SELECT sum(population)::BIGINT AS population FROM lieux)
SELECT besoin, titre, genre, du_comite, coalesce(n_actives, 0) AS n_actives,
       CASE WHEN $niveau = 'commune' THEN distance_km END AS distance_km,
       CASE WHEN $niveau = 'commune' THEN commune_proche END AS commune_proche, population,
       coalesce(population_10, 0)::BIGINT AS population_10
FROM besoins CROSS JOIN habitants LEFT JOIN portee USING (besoin) LEFT JOIN actives USING (besoin)
ORDER BY rang
