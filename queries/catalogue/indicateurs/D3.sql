-- Combien d'actions sont actives pour 10 000 habitants ?
-- returns niveau VARCHAR : departement, bassin, epci ou commune
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : actions actives dans l'année
-- returns denominateur DOUBLE : population municipale
-- returns n BIGINT : les mêmes actions
-- returns n_renseignes BIGINT : actions du département dont la commune est connue ; toutes au niveau du département
-- returns n_total BIGINT : actions du département
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, 1::DOUBLE AS numerateur FROM actions_annees
),
actives AS (SELECT niveau, territoire, annee, count(*) AS n FROM lignes GROUP BY ALL)
SELECT niveau, territoire, annee, coalesce(n, 0)::DOUBLE AS numerateur, population::DOUBLE AS denominateur,
       coalesce(n, 0) AS n, CASE niveau WHEN 'departement' THEN n_actions ELSE n_situees END AS n_renseignes,
       n_actions AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_situees_annees
JOIN territoires_niveaux USING (code_departement)
LEFT JOIN populations_territoires USING (niveau, territoire, annee)
LEFT JOIN actives USING (niveau, territoire, annee)
