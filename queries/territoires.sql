-- Quels départements peut-on choisir, et où y a-t-il des faits ?
-- returns code_departement VARCHAR : code
-- returns nom VARCHAR : nom
-- returns n_actions BIGINT : actions recensées
-- returns n_evenements BIGINT : événements recensés
WITH a AS (SELECT code_departement, count(DISTINCT action_id) AS n_actions FROM actions_situees GROUP BY ALL),
e AS (SELECT code_departement, count(*) AS n_evenements FROM evenements_situes GROUP BY ALL)
SELECT code_departement, nom, coalesce(n_actions, 0) AS n_actions, coalesce(n_evenements, 0) AS n_evenements
FROM departements LEFT JOIN a USING (code_departement) LEFT JOIN e USING (code_departement)
ORDER BY code_departement
