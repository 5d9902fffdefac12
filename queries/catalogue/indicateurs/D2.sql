-- Dans combien de communes aucune action n'est-elle enregistrée depuis trois ans ?
-- returns niveau VARCHAR : departement, bassin ou epci
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : communes sans aucune action enregistrée l'année même ni les deux précédentes ; vide sans trois années de faits
-- returns denominateur DOUBLE : communes du territoire
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : actions du département, sur trois ans, dont la commune est connue
-- returns n_total BIGINT : actions du département, sur trois ans
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH actions_recentes AS (
    SELECT DISTINCT action_id, territoire, unnest(range(annee, annee + 3))::INTEGER AS annee
    FROM actions_annees WHERE niveau = 'departement'
),
trois_ans AS (
    SELECT territoire AS code_departement, annee, count(*) AS n_actions, count(*) FILTER (commune) AS n_situees
    FROM actions_recentes JOIN actions_renseignees USING (action_id) GROUP BY ALL
),
suivies AS (
    SELECT *, count(*) OVER (PARTITION BY code_departement ORDER BY annee RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) = 3 AS complet
    FROM actions_situees_annees
),
touchees AS (
    SELECT DISTINCT territoire AS code_commune, unnest(range(annee, annee + 3))::INTEGER AS annee
    FROM actions_annees WHERE niveau = 'commune'
),
lignes AS (
    SELECT niveau, territoire, suivies.annee, 'commune' AS sujet_type, code_commune AS sujet_id,
           CASE WHEN touchees.code_commune IS NULL THEN 'aucune action en trois ans' ELSE 'au moins une action' END AS dit,
           CASE WHEN complet THEN (touchees.code_commune IS NULL)::INTEGER END::DOUBLE AS numerateur, 1::DOUBLE AS denominateur,
           trois_ans.n_situees, trois_ans.n_actions
    FROM suivies
    JOIN trois_ans USING (code_departement, annee)
    JOIN territoires_niveaux USING (code_departement)
    JOIN territoires_communes USING (niveau, territoire)
    LEFT JOIN touchees USING (code_commune, annee)
    WHERE niveau IN ('departement', 'bassin', 'epci')
)
SELECT niveau, territoire, annee, sum(numerateur) AS numerateur, sum(denominateur) AS denominateur, count(*) AS n,
       n_situees AS n_renseignes, n_actions AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee, n_situees, n_actions
