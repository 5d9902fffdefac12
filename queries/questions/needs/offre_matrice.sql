-- Pour chaque public et chaque thème, combien d'actions sont en cours, et quelle part des habitants vit à proximité ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param division VARCHAR facultatif : découpage en colonnes (bassin, epci, bv2022…) ; aucun : le total seul
-- returns besoin VARCHAR : public ou thème
-- returns genre VARCHAR : ensemble, public ou theme
-- returns rang INTEGER : ordre des besoins
-- returns titre VARCHAR : nom du public ou du thème
-- returns phrase VARCHAR : le même dans une phrase
-- returns du_comite BOOLEAN : posé par le comité lors de sa première séance
-- returns code_zone VARCHAR : zone de la division ; vide pour tout le territoire
-- returns zone VARCHAR : son nom
-- returns rang_zone INTEGER : ordre de la zone
-- returns n_actives BIGINT : actions en cours le jour d'observation (celles dont seul le département est connu n'entrent que dans le total)
-- returns n_finissant BIGINT : dont la fin, connue, tombe dans les douze mois
-- returns n_communes BIGINT : communes de la zone
-- returns n_communes_avec BIGINT : communes ayant au moins une action en cours
-- returns population BIGINT : habitants de la zone
-- returns population_sur_place BIGINT : habitants des communes ayant une action en cours
-- returns population_10 BIGINT : habitants à moins de 10 km d'une action en cours, à vol d'oiseau de mairie à mairie
-- returns population_20 BIGINT : à moins de 20 km
-- returns population_10_reste BIGINT : à moins de 10 km d'une action, une fois finies celles qui finissent dans les douze mois
-- returns population_sans_position BIGINT : habitants de communes sans position connue, dont la distance est inconnue
WITH lieux AS (
    SELECT code_commune, population, longitude IS NOT NULL AS situee
    FROM communes_habitees
    WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
),
membres AS (
    SELECT NULL::VARCHAR AS code_zone, code_commune FROM lieux
    UNION ALL
    SELECT code_zone, code_commune
    FROM divisions_communes SEMI JOIN lieux USING (code_commune)
    WHERE division = $division AND ($departement IS NULL OR code_departement = $departement)
),
portee AS (
    SELECT code_zone, besoin, count(*) FILTER (distance_km = 0) AS n_communes_avec,
           sum(population) FILTER (distance_km = 0) AS population_sur_place,
           sum(population) FILTER (distance_km < 10) AS population_10,
           sum(population) FILTER (distance_km < 20) AS population_20,
           sum(population) FILTER (distance_reste_km < 10) AS population_10_reste
    FROM membres JOIN lieux USING (code_commune) JOIN offre_distances USING (code_commune)
    WHERE $departement IS NULL OR code_departement = $departement
    GROUP BY ALL
),
tailles AS (
    SELECT code_zone, count(*) AS n_communes, sum(population) AS population,
           sum(population) FILTER (NOT situee) AS population_sans_position
    FROM membres JOIN lieux USING (code_commune) GROUP BY code_zone
),
-- A bassin and another division cross, or zones of several départements: only then are places counted one by one.
croisees AS (
    SELECT DISTINCT code_zone, besoin, action_id, finit FROM membres JOIN offre_du_jour USING (code_commune)
    WHERE ($bassin IS NOT NULL OR $departement IS NULL) AND code_zone IS NOT NULL
),
comptes AS (
    SELECT NULL::VARCHAR AS code_zone, besoin, n_actives, n_finissant FROM offre_comptes
    WHERE code_departement IS NOT DISTINCT FROM $departement AND division IS NULL AND $bassin IS NULL
    UNION ALL
    SELECT NULL, besoin, n_actives, n_finissant FROM offre_comptes
    WHERE ($departement IS NULL OR code_departement = $departement) AND division = 'bassin' AND code_zone = $bassin
    UNION ALL
    SELECT code_zone, besoin, n_actives, n_finissant FROM offre_comptes
    WHERE code_departement = $departement AND division = $division AND $bassin IS NULL
    UNION ALL
    SELECT code_zone, besoin, count(*), count(*) FILTER (finit) FROM croisees GROUP BY code_zone, besoin
)
SELECT besoins.besoin, genre, besoins.rang, titre, phrase, du_comite, tailles.code_zone, zones.nom AS zone,
       zones.rang AS rang_zone, coalesce(n_actives, 0) AS n_actives, coalesce(n_finissant, 0) AS n_finissant, n_communes,
       coalesce(n_communes_avec, 0) AS n_communes_avec, population::BIGINT AS population,
       coalesce(population_sur_place, 0)::BIGINT AS population_sur_place, coalesce(population_10, 0)::BIGINT AS population_10,
       coalesce(population_20, 0)::BIGINT AS population_20, coalesce(population_10_reste, 0)::BIGINT AS population_10_reste,
       coalesce(population_sans_position, 0)::BIGINT AS population_sans_position
FROM besoins CROSS JOIN tailles
LEFT JOIN zones ON zones.division = $division AND zones.code_zone = tailles.code_zone
LEFT JOIN portee ON portee.besoin = besoins.besoin AND portee.code_zone IS NOT DISTINCT FROM tailles.code_zone
LEFT JOIN comptes ON comptes.besoin = besoins.besoin AND comptes.code_zone IS NOT DISTINCT FROM tailles.code_zone
ORDER BY besoins.rang, zones.rang NULLS FIRST, tailles.code_zone
