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
    SELECT niveau, territoire, annee, max(montant_eur) AS montant_eur, max(montant_eur) FILTER (famille = 'Privé') AS prive_eur
    FROM financeurs_cumules GROUP BY ALL
)
SELECT niveau, territoire, annee, montant_eur AS numerateur, produits AS denominateur, n, n AS n_renseignes, n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, domine(prive_eur, produits) AS secret
FROM produits_cumules LEFT JOIN premiers USING (niveau, territoire, annee)
