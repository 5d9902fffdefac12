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
WITH textes AS (
    SELECT action_id, bool_or(rubrique = 'limites') AS limites,
           CASE WHEN limites THEN 'limites dites' ELSE 'textes sans les limites' END AS dit
    FROM actions_textes GROUP BY action_id
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, dit, limites::INTEGER::DOUBLE AS numerateur,
           CASE WHEN limites IS NOT NULL THEN 1 END::DOUBLE AS denominateur
    FROM actions_annees LEFT JOIN textes USING (action_id)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, coalesce(sum(numerateur), 0) AS numerateur, count(denominateur)::DOUBLE AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
