-- Quelle part des actions terminées l'a été faute de financement ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année de la fin
-- returns numerateur DOUBLE : actions terminées dans l'année pour cause de financement
-- returns denominateur DOUBLE : actions terminées dans l'année dont le motif est codé
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions terminées dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, motif_fin_code AS dit,
           (motif_fin_code = 'financement')::INTEGER::DOUBLE AS numerateur,
           CASE WHEN motif_fin_code IS NOT NULL THEN 1 END::DOUBLE AS denominateur
    FROM actions_annees JOIN actions USING (action_id)
    WHERE niveau = 'departement' AND statut = 'Terminée' AND annee = year(date_fin)
)
SELECT niveau, territoire, annee, coalesce(sum(numerateur), 0) AS numerateur, count(denominateur)::DOUBLE AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
