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
    SELECT action_id, bool_or(initiateur IN ('Un habitant', 'Un groupe d''habitants')) AS habitante,
           string_agg(DISTINCT initiateur, ', ' ORDER BY initiateur) AS dit
    FROM actions_initiateurs GROUP BY action_id
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, dit, habitante::INTEGER::DOUBLE AS numerateur,
           CASE WHEN habitante IS NOT NULL THEN 1 END::DOUBLE AS denominateur
    FROM actions_annees LEFT JOIN initiatives USING (action_id)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, coalesce(sum(numerateur), 0) AS numerateur, count(denominateur)::DOUBLE AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
