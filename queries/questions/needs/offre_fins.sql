-- Quelles actions finissent dans les douze mois, et que resterait-il sans elles ?
-- param besoin VARCHAR : public ou thème (voir offre_matrice)
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns structure VARCHAR : qui la porte
-- returns communes VARCHAR[] : où elle a lieu ; vide quand seul le département est connu
-- returns date_fin DATE : dernier jour
-- returns date_fin_precision VARCHAR : jour, mois ou annee
-- returns n_restantes BIGINT : actions du même besoin qui y resteraient, dans celle de ses communes qui en garderait le moins ; vide sans lieu
-- returns commune_perdante VARCHAR : cette commune
-- returns distance_reste_km DOUBLE : de cette commune à l'action qui resterait la plus proche ; vide au-delà de 50 km
-- returns commune_reste VARCHAR : où elle est
-- returns population INTEGER : habitants de la commune perdante
WITH retenues AS (
    SELECT DISTINCT action_id
    FROM offre_du_jour LEFT JOIN communes_bassins USING (code_commune)
    WHERE besoin = $besoin AND finit AND ($departement IS NULL OR code_departement = $departement)
      AND ($bassin IS NULL OR code_bassin = $bassin)
),
restantes AS (
    SELECT code_commune, count(DISTINCT action_id) FILTER (NOT finit) AS n_restantes
    FROM offre_du_jour WHERE besoin = $besoin AND code_commune IS NOT NULL GROUP BY code_commune
),
lieux AS (
    SELECT action_id, communes.nom, n_restantes, distance_reste_km, commune_reste, population,
           coalesce(distance_reste_km, 1e9) AS eloignement
    FROM retenues
    JOIN offre_du_jour USING (action_id)
    JOIN communes_habitees AS communes USING (code_commune)
    JOIN restantes USING (code_commune)
    LEFT JOIN offre_distances ON offre_distances.besoin = $besoin AND offre_distances.code_commune = communes.code_commune
    WHERE offre_du_jour.besoin = $besoin
),
bilan AS (
    SELECT action_id, list(nom ORDER BY nom) AS communes, min(n_restantes) AS n_restantes,
           arg_min({nom: nom, distance: distance_reste_km, reste: commune_reste, population: population},
                   n_restantes * 1e12 - eloignement) AS perdante
    FROM lieux GROUP BY action_id
)
SELECT action_id, titre, structure, coalesce(communes, []) AS communes, actions.date_fin, actions.date_fin_precision,
       n_restantes, perdante.nom AS commune_perdante, perdante.distance AS distance_reste_km,
       perdante.reste AS commune_reste, perdante.population AS population
FROM retenues JOIN actions USING (action_id) LEFT JOIN bilan USING (action_id)
ORDER BY actions.date_fin, titre, action_id
