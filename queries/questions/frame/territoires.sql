-- Quels départements peut-on choisir, et où y a-t-il des faits ?
-- returns code_departement VARCHAR : code
-- returns nom VARCHAR : nom
-- returns n_actions BIGINT : actions recensées
-- returns n_evenements BIGINT : événements recensés
WITH comptes AS (
    SELECT code_departement, sum(n_actions) AS n_actions, sum(n_evenements) AS n_evenements
    FROM (SELECT DISTINCT position, code_departement FROM positions) JOIN comptes_positions USING (position)
    GROUP BY ALL
)
SELECT code_departement, nom, coalesce(n_actions, 0)::BIGINT AS n_actions, coalesce(n_evenements, 0)::BIGINT AS n_evenements
FROM departements LEFT JOIN comptes USING (code_departement)
ORDER BY code_departement
