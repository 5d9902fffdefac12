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
SELECT niveau, territoire, annee, (count(*) FILTER (motif_fin_code = 'financement'))::DOUBLE AS numerateur,
       count(motif_fin_code)::DOUBLE AS denominateur, count(motif_fin_code) AS n, count(motif_fin_code) AS n_renseignes,
       count(*) AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_annees JOIN actions USING (action_id)
WHERE niveau = 'departement' AND statut = 'Terminée' AND annee = year(date_fin)
GROUP BY niveau, territoire, annee
