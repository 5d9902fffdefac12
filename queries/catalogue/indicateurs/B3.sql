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
    SELECT action_id, bool_or(coalesce(age_min, 0) <= 29 AND coalesce(age_max, 120) >= 18) AS jeunes_adultes
    FROM actions_publics WHERE age_min IS NOT NULL OR age_max IS NOT NULL GROUP BY ALL
)
SELECT niveau, territoire, annee, (count(*) FILTER (jeunes_adultes))::DOUBLE AS numerateur,
       count(jeunes_adultes)::DOUBLE AS denominateur, count(jeunes_adultes) AS n, count(jeunes_adultes) AS n_renseignes,
       count(*) AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_annees LEFT JOIN ages USING (action_id)
WHERE niveau IN ('departement', 'bassin')
GROUP BY niveau, territoire, annee
