-- Quelle part des actions se donne pour but de mêler les générations ou les milieux ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : actions portant un des trois mots clés
-- returns denominateur DOUBLE : actions dont les mots clés sont renseignés
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions actives dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH libelles_declares AS (
    SELECT action_id, bool_or(plie(mot_cle) IN ('intergenerationnel', 'mixite sociale', 'integration')) AS retenue,
           string_agg(DISTINCT mot_cle, ', ' ORDER BY mot_cle) AS dit
    FROM actions_mots_cles GROUP BY action_id
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, dit, retenue::INTEGER::DOUBLE AS numerateur,
           CASE WHEN retenue IS NOT NULL THEN 1 END::DOUBLE AS denominateur
    FROM actions_annees LEFT JOIN libelles_declares USING (action_id)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, coalesce(sum(numerateur), 0) AS numerateur, count(denominateur)::DOUBLE AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
