-- Quelle part des fiches dit les limites de l'action ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : fiches dont la rubrique « Limites » est remplie
-- returns denominateur DOUBLE : fiches dont les textes sont connus
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : fiches des actions actives dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH textes AS (SELECT action_id, bool_or(rubrique = 'limites') AS limites FROM actions_textes GROUP BY ALL)
SELECT niveau, territoire, annee, (count(*) FILTER (limites))::DOUBLE AS numerateur, count(limites)::DOUBLE AS denominateur,
       count(limites) AS n, count(limites) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_annees LEFT JOIN textes USING (action_id)
WHERE niveau IN ('departement', 'bassin')
GROUP BY niveau, territoire, annee
