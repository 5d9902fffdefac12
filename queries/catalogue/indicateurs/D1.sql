-- Quelle part de la population vit dans une commune où au moins une action est active ?
-- returns niveau VARCHAR : departement, bassin, epci ou commune
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : population des communes où au moins une action est active
-- returns denominateur DOUBLE : population municipale
-- returns n BIGINT : actions actives dans le territoire
-- returns n_renseignes BIGINT : actions du département dont la commune est connue
-- returns n_total BIGINT : actions du département
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH couvertes AS (
    SELECT territoire AS code_commune, annee, count(*) AS n_actives FROM actions_annees WHERE niveau = 'commune' GROUP BY ALL
),
actives AS (SELECT niveau, territoire, annee, count(*) AS n FROM actions_annees GROUP BY ALL),
lignes AS (
    SELECT niveau, territoire, situees.annee, 'commune' AS sujet_type, code_commune AS sujet_id, n_situees, n_actions,
           coalesce(n_actives, 0) || CASE WHEN n_actives > 1 THEN ' actions' ELSE ' action' END AS dit,
           CASE WHEN n_actives IS NULL THEN 0 ELSE population END::DOUBLE AS numerateur, population::DOUBLE AS denominateur
    FROM actions_situees_annees AS situees
    JOIN territoires_niveaux USING (code_departement)
    JOIN territoires_communes USING (niveau, territoire)
    LEFT JOIN populations_retenues USING (code_commune, annee)
    LEFT JOIN couvertes USING (code_commune, annee)
),
habitants AS (
    SELECT niveau, territoire, annee, n_situees, n_actions, coalesce(sum(numerateur), 0) AS couverte,
           CASE WHEN count(denominateur) = count(*) THEN sum(denominateur) END AS population
    FROM lignes
    GROUP BY niveau, territoire, annee, n_situees, n_actions
)
SELECT niveau, territoire, annee, couverte AS numerateur, population AS denominateur, coalesce(n, 0) AS n,
       n_situees AS n_renseignes, n_actions AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM habitants LEFT JOIN actives USING (niveau, territoire, annee)
