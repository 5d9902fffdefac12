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
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH structures_budgets AS (
    -- The structure's own budget when there is one for the year, else those of its actions.
    SELECT 'structure' AS niveau, structure_id AS territoire, annee, sujet_type, sujet_id, 1.0 AS part
    FROM (
        SELECT sujet_id AS structure_id, annee, 'structure' AS sujet_type, sujet_id FROM budgets_retenus
        WHERE sujet_type = 'structure'
        UNION ALL
        SELECT DISTINCT structure_id, annee, 'action', action_id
        FROM actions_exercices JOIN actions_renseignees USING (action_id) WHERE niveau = 'departement'
    )
    QUALIFY sujet_type = 'structure' OR NOT bool_or(sujet_type = 'structure') OVER (PARTITION BY structure_id, annee)
    UNION ALL
    SELECT niveau, territoire, annee, 'action', action_id, part FROM actions_exercices WHERE niveau = 'departement'
),

financeurs_cumules AS (
    SELECT niveau, territoire, annee, financeur_id, sum(montant_eur * part) AS montant_eur
    FROM structures_budgets JOIN produits_nommes USING (sujet_type, sujet_id, annee) GROUP BY ALL
),
premiers AS (SELECT niveau, territoire, annee, max(montant_eur) AS montant_eur FROM financeurs_cumules GROUP BY ALL),
totaux AS (
    SELECT niveau, territoire, annee, sum(produits * part) FILTER (nomme) AS produits,
           count(produits * part) FILTER (nomme) AS n, count(*) AS n_total
    FROM structures_budgets LEFT JOIN budgets_retenus USING (sujet_type, sujet_id, annee) GROUP BY ALL
)
SELECT niveau, territoire, annee, montant_eur AS numerateur, produits AS denominateur, n, n AS n_renseignes, n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM totaux LEFT JOIN premiers USING (niveau, territoire, annee)
