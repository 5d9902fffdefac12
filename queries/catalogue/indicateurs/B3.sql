-- Quelle part des actions touche les 18 à 29 ans ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : actions dont une tranche d'âge recoupe 18 à 29 ans
-- returns denominateur DOUBLE : actions dont une tranche d'âge est dite (« Jeunesse » n'en est pas une)
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions actives dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH ages AS (
    SELECT action_id, bool_or(coalesce(age_min, 0) <= 29 AND coalesce(age_max, 120) >= 18) AS jeunes_adultes,
           string_agg(DISTINCT CASE WHEN age_max IS NULL THEN age_min || ' ans et plus'
                                    ELSE coalesce(age_min, 0) || ' à ' || age_max || ' ans' END, ', ') AS dit
    FROM actions_publics WHERE age_min IS NOT NULL OR age_max IS NOT NULL GROUP BY action_id
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, dit, jeunes_adultes::INTEGER::DOUBLE AS numerateur,
           CASE WHEN jeunes_adultes IS NOT NULL THEN 1 END::DOUBLE AS denominateur
    FROM actions_annees LEFT JOIN ages USING (action_id)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, coalesce(sum(numerateur), 0) AS numerateur, count(denominateur)::DOUBLE AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
