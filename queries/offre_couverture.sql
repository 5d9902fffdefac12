-- Que sait-on des actions en cours : leur public, leurs thèmes, leur lieu, leur fin ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns jour DATE : jour d'observation
-- returns n_actives BIGINT : actions en cours ce jour-là
-- returns n_publics BIGINT : dont le public est renseigné
-- returns n_ages BIGINT : dont une tranche d'âge est renseignée
-- returns n_mots_cles BIGINT : dont les mots clés sont renseignés
-- returns n_fins BIGINT : dont la date de fin est connue
-- returns n_sans_commune BIGINT : dont seul le département est connu, donc sans distance (et, pour un bassin, peut-être du bassin)
-- returns n_sans_dates BIGINT : actions du territoire, non terminées, dont aucune date ne dit si elles sont en cours
WITH territoire AS (
    SELECT action_id, bool_or(code_commune IS NOT NULL) AS situee,
           bool_or($bassin IS NULL OR code_bassin = $bassin) AS dedans,
           bool_and(annee_debut IS NULL AND annee_fin IS NULL) AS sans_dates
    FROM actions_situees
    WHERE ($departement IS NULL OR code_departement = $departement)
      AND ($bassin IS NULL OR code_bassin = $bassin OR code_commune IS NULL)
    GROUP BY action_id
),
ages AS (SELECT DISTINCT action_id FROM actions_publics WHERE age_min IS NOT NULL OR age_max IS NOT NULL),
actives AS (
    SELECT territoire.*, publics, mots_cles, date_fin IS NOT NULL AS fin, ages.action_id IS NOT NULL AS age
    FROM actions_du_jour JOIN territoire USING (action_id) JOIN actions_renseignees USING (action_id)
    LEFT JOIN ages USING (action_id)
),
comptes AS (
    SELECT count(*) FILTER (dedans) AS n_actives, count(*) FILTER (dedans AND publics) AS n_publics,
           count(*) FILTER (dedans AND age) AS n_ages, count(*) FILTER (dedans AND mots_cles) AS n_mots_cles,
           count(*) FILTER (dedans AND fin) AS n_fins, count(*) FILTER (NOT situee) AS n_sans_commune
    FROM actives
),
muettes AS (
    SELECT count(*) FILTER (sans_dates) AS n_sans_dates
    FROM territoire JOIN actions USING (action_id)
    WHERE statut IS DISTINCT FROM 'Terminée' AND action_id NOT IN (SELECT action_id FROM actions_du_jour)
)
SELECT jour, comptes.*, n_sans_dates FROM observation, comptes, muettes
