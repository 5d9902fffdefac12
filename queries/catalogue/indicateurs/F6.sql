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
-- What each bassin's population makes of that of all of them, where all are known.
poids AS (
    SELECT niveau, territoire, code_departement, annee, n, n_total,
           CASE WHEN count(population) OVER ensemble = count(*) OVER ensemble
                THEN population / sum(population) OVER ensemble END AS poids
    FROM departements_annees JOIN territoires_niveaux USING (code_departement)
    LEFT JOIN populations_territoires USING (niveau, territoire, annee)
    WHERE niveau = 'bassin'
    WINDOW ensemble AS (PARTITION BY code_departement, annee)
),
-- Each euro of the département is in the fair share of each bassin, and in the grants of the one where it goes.
lignes AS (
    SELECT poids.niveau, poids.territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, ici.nom AS dit, n, n_total,
           CASE WHEN ici.territoire = poids.territoire THEN montant_eur * part
                WHEN ici.territoire IS NOT NULL AND montant_eur * part IS NOT NULL THEN 0 END AS numerateur,
           CASE WHEN ici.territoire IS NOT NULL THEN montant_eur * part * poids END AS denominateur, poids
    FROM poids JOIN situees USING (code_departement, annee)
    LEFT JOIN territoires_niveaux AS ici
        ON ici.niveau = 'bassin' AND ici.territoire = bassin AND ici.code_departement = situees.code_departement
)
SELECT niveau, territoire, annee, coalesce(sum(numerateur), 0) AS numerateur,
       CASE WHEN count(poids) > 0 THEN coalesce(sum(denominateur), 0) END AS denominateur, n, n AS n_renseignes, n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes GROUP BY niveau, territoire, annee, n, n_total
UNION ALL
SELECT 'departement', code_departement, annee, 0.0, 0.0, n, n, n_total, NULL, NULL, false FROM departements_annees
