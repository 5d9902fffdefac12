-- Quelle part des produits dépend du premier financeur ?
-- returns niveau VARCHAR : departement ou structure
-- returns territoire VARCHAR : code du département ou de la structure
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : montant du premier financeur, en euros
-- returns denominateur DOUBLE : produits (70 à 79) des budgets qui nomment leurs financeurs, en euros
-- returns n BIGINT : budgets qui nomment leurs financeurs
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions de l'exercice (ou le budget de la structure)
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un donateur privé apporte presque tout
WITH premiers AS (
    SELECT niveau, territoire, annee, max(montant_eur) AS montant_eur, arg_max(financeur_id, montant_eur) AS financeur_id,
           max(montant_eur) FILTER (famille = 'Privé') AS prive_eur
    FROM financeurs_cumules GROUP BY ALL
),
quotients AS (
    SELECT niveau, territoire, annee, montant_eur, financeur_id, produits, n, n_total, domine(prive_eur, produits) AS secret
    FROM produits_cumules LEFT JOIN premiers USING (niveau, territoire, annee)
),
-- The first funder above, the budgets below; nothing of them where one private donor brings nearly all.
lignes AS (
    SELECT niveau, territoire, annee, 'financeur' AS sujet_type, CASE WHEN NOT secret THEN financeur_id END AS sujet_id,
           'apporte le plus' AS dit, CASE WHEN NOT secret THEN montant_eur END AS numerateur, NULL AS denominateur, secret
    FROM quotients WHERE montant_eur IS NOT NULL
    UNION ALL
    SELECT niveau, territoire, annee, sujet_type, sujet_id, 'produits du budget', NULL,
           CASE WHEN NOT secret AND nomme THEN budgets_retenus.produits * part END, secret AND coalesce(nomme, false)
    FROM exercices_finances JOIN quotients USING (niveau, territoire, annee)
    LEFT JOIN budgets_retenus USING (sujet_type, sujet_id, annee)
)
SELECT niveau, territoire, annee, montant_eur AS numerateur, produits AS denominateur, n, n AS n_renseignes, n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret
FROM quotients
