-- Les financements reposent-ils sur peu de financeurs ?
-- returns niveau VARCHAR : departement ou structure
-- returns territoire VARCHAR : code du département ou de la structure
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : somme des carrés des parts des financeurs nommés
-- returns denominateur DOUBLE : sans objet
-- returns n BIGINT : financeurs nommés
-- returns n_renseignes BIGINT : budgets qui nomment leurs financeurs
-- returns n_total BIGINT : actions de l'exercice (ou le budget de la structure)
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un donateur privé apporte presque tout
WITH indices AS (
    SELECT niveau, territoire, annee, count(*) AS n, sum(montant_eur * montant_eur) / (sum(montant_eur) * sum(montant_eur)) AS indice,
           domine(max(montant_eur) FILTER (famille = 'Privé'), sum(montant_eur)) AS secret
    FROM financeurs_cumules GROUP BY ALL
),
-- Nothing of each where one private donor brings nearly all.
lignes AS (
    SELECT niveau, territoire, annee, 'financeur' AS sujet_type, CASE WHEN NOT secret THEN financeur_id END AS sujet_id,
           CASE WHEN NOT secret THEN famille END AS dit, CASE WHEN NOT secret THEN montant_eur END AS numerateur, secret
    FROM financeurs_cumules JOIN indices USING (niveau, territoire, annee)
)
SELECT niveau, territoire, annee, indice AS numerateur, NULL::DOUBLE AS denominateur, coalesce(indices.n, 0) AS n,
       produits_cumules.n AS n_renseignes, n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance,
       coalesce(secret, false) AS secret
FROM produits_cumules LEFT JOIN indices USING (niveau, territoire, annee)
