-- Chaque bassin reçoit-il la part des subventions qui revient à sa population ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : subventions accordées, part du bassin, en euros
-- returns denominateur DOUBLE : cible : subventions de tous les bassins × part de la population ; 0 au département, où l'écart n'a pas d'objet
-- returns n BIGINT : actions du département dont un montant accordé et le bassin sont connus
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions du département dans l'exercice
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH situees AS (
    SELECT actions_exercices.action_id, actions_exercices.territoire AS code_departement, annee, montant_eur,
           bassins.territoire AS bassin, bassins.part
    FROM actions_exercices
    LEFT JOIN subventions_accordees USING (action_id, annee)
    LEFT JOIN sujets_territoires AS bassins
        ON bassins.sujet_type = 'action' AND bassins.sujet_id = action_id AND bassins.niveau = 'bassin'
    WHERE actions_exercices.niveau = 'departement'
),
departements_annees AS (
    SELECT code_departement, annee, count(DISTINCT action_id) AS n_total,
           count(DISTINCT action_id) FILTER (montant_eur * part IS NOT NULL) AS n
    FROM situees GROUP BY ALL
),
places AS (SELECT bassin AS territoire, annee, sum(montant_eur * part) AS montant_eur FROM situees GROUP BY ALL),
parts AS (
    SELECT niveau, territoire, code_departement, annee, n, n_total, coalesce(montant_eur, 0) AS montant_eur,
           CASE WHEN count(population) OVER ensemble = count(*) OVER ensemble
                THEN sum(coalesce(montant_eur, 0)) OVER ensemble * population / sum(population) OVER ensemble END AS cible
    FROM departements_annees JOIN territoires_niveaux USING (code_departement)
    LEFT JOIN places USING (territoire, annee)
    LEFT JOIN populations_territoires USING (niveau, territoire, annee)
    WHERE niveau = 'bassin'
    WINDOW ensemble AS (PARTITION BY code_departement, annee)
)
SELECT niveau, territoire, annee, montant_eur AS numerateur, cible AS denominateur, n, n AS n_renseignes, n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM parts
UNION ALL
SELECT 'departement', code_departement, annee, 0.0, 0.0, n, n, n_total, NULL, NULL, false FROM departements_annees
