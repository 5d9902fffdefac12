-- Quelle part des actions naît de l'initiative d'un habitant ou d'un groupe d'habitants ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : actions où un habitant ou un groupe d'habitants est à l'initiative
-- returns denominateur DOUBLE : actions dont l'initiative est renseignée
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions actives dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH initiatives AS (
    SELECT action_id, bool_or(initiateur IN ('Un habitant', 'Un groupe d''habitants')) AS habitante
    FROM actions_initiateurs GROUP BY ALL
)
SELECT niveau, territoire, annee, (count(*) FILTER (habitante))::DOUBLE AS numerateur,
       count(habitante)::DOUBLE AS denominateur, count(habitante) AS n, count(habitante) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_annees LEFT JOIN initiatives USING (action_id)
WHERE niveau IN ('departement', 'bassin')
GROUP BY niveau, territoire, annee
