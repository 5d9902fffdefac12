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
    SELECT action_id, bool_or(plie(mot_cle) IN ('intergenerationnel', 'mixite sociale', 'integration')) AS retenue
    FROM actions_mots_cles GROUP BY ALL
)
SELECT niveau, territoire, annee, (count(*) FILTER (retenue))::DOUBLE AS numerateur,
       count(retenue)::DOUBLE AS denominateur, count(retenue) AS n, count(retenue) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_annees LEFT JOIN libelles_declares USING (action_id)
WHERE niveau IN ('departement', 'bassin')
GROUP BY niveau, territoire, annee
