-- Combien de personnes, par commune, par an et par grandeur, d'après les quantités validées ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns code_commune VARCHAR : code COG
-- returns commune VARCHAR : nom
-- returns annee INTEGER : année, vide si inconnue
-- returns grandeur VARCHAR : participants_distincts (personnes) ou participations (présences)
-- returns valeur DOUBLE : somme des valeurs écrites, vide si aucune quantité n'a de valeur
-- returns n_sujets BIGINT : actions et événements qui ont cette quantité
-- returns n_minimums BIGINT : dont ceux dont on ne connaît qu'un minimum
-- returns n_partages BIGINT : dont ceux qui ont lieu dans plusieurs communes (comptés dans chacune, une fois dans un total)
-- returns n_divergents BIGINT : dont ceux pour lesquels plusieurs chiffres s'opposent (aucun n'est retenu)
WITH lieux AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id, code_commune FROM actions_situees WHERE code_commune IS NOT NULL
    UNION
    SELECT 'evenement', evenement_id, code_commune FROM evenements_situes WHERE code_commune IS NOT NULL
),
retenus AS (FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max)),
par_sujet AS (
    SELECT sujet_type, sujet_id, annee, grandeur, count(*) > 1 AS divergent,
           CASE WHEN count(*) = 1 THEN any_value(valeur) END AS valeur, bool_and(precision = 'minimum') AS minimum
    FROM mesures
    WHERE etat = 'validee' AND grandeur IN ('participants_distincts', 'participations')
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY ALL
),
communes_par_sujet AS (SELECT sujet_type, sujet_id, count(*) AS n_communes FROM lieux GROUP BY ALL)
SELECT code_commune, communes.nom AS commune, annee, grandeur, sum(valeur) AS valeur, count(*) AS n_sujets,
       count(*) FILTER (minimum) AS n_minimums, count(*) FILTER (n_communes > 1) AS n_partages,
       count(*) FILTER (divergent) AS n_divergents
FROM par_sujet
JOIN retenus USING (sujet_type, sujet_id)
JOIN lieux USING (sujet_type, sujet_id)
JOIN communes_par_sujet USING (sujet_type, sujet_id)
LEFT JOIN communes USING (code_commune)
GROUP BY ALL
ORDER BY code_commune, annee NULLS LAST, grandeur
