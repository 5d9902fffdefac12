-- What the indicators of money share: one budget a subject and year, its named funders, the subsidies granted.
-- Validated rows only. Asked, granted and paid stay apart: budgets say the funding plan, subsidies what was granted.

-- The year of money is its exercice; without one, the year of an action that lasts a single year.
CREATE OR REPLACE TEMP TABLE annees_uniques AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, any_value(annee_debut)::INTEGER AS annee FROM actions_situees
GROUP BY action_id HAVING min(annee_debut) = max(annee_fin);

CREATE OR REPLACE TEMP TABLE financeurs_lus AS
SELECT financeur, coalesce(any_value(financeur_id), any_value(plie(financeur))) AS financeur_id,
       coalesce(any_value(nom), any_value(financeur)) AS nom, any_value(famille) AS famille
FROM (
    SELECT financeur FROM lignes_budget WHERE financeur IS NOT NULL
    UNION SELECT financeur FROM financements
) LEFT JOIN financeurs_nommes ON libelle = plie(financeur)
GROUP BY financeur;

-- Totals as declared, else the sum of the accounts, else that of their details (never both).
CREATE OR REPLACE TEMP TABLE budgets_lus AS
WITH sommes AS (
    SELECT budget_id, niveau,
           sum(montant_eur) FILTER (compte[:2] BETWEEN '60' AND '69') AS charges,
           sum(montant_eur) FILTER (compte[:2] BETWEEN '70' AND '79') AS produits,
           sum(montant_eur) FILTER (compte[:2] = '87') AS contributions
    FROM lignes_budget WHERE niveau IN ('compte', 'detail') GROUP BY ALL
),
lignes AS (
    SELECT budget_id,
           coalesce(any_value(charges) FILTER (niveau = 'compte'), any_value(charges)) AS charges,
           coalesce(any_value(produits) FILTER (niveau = 'compte'), any_value(produits)) AS produits,
           coalesce(any_value(contributions) FILTER (niveau = 'compte'), any_value(contributions)) AS contributions
    FROM sommes GROUP BY ALL
)
SELECT sujet_type, sujet_id, coalesce(exercice, annees_uniques.annee) AS annee, nature, budget_id,
       coalesce(total_charges_eur, charges)::DOUBLE AS charges, coalesce(total_produits_eur, produits)::DOUBLE AS produits,
       coalesce(contributions, total_general_produits_eur - total_produits_eur)::DOUBLE AS contributions
FROM budgets
LEFT JOIN lignes USING (budget_id)
LEFT JOIN annees_uniques USING (sujet_type, sujet_id)
WHERE etat = 'validee' AND sujet_type IN ('action', 'structure');

-- Two budgets of one kind for the same subject and year contradict each other: neither is chosen.
CREATE OR REPLACE TABLE budgets_uniques AS
SELECT * FROM budgets_lus WHERE annee IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY sujet_type, sujet_id, annee, nature) = 1;

CREATE OR REPLACE TEMP TABLE budgets_contradictoires AS
SELECT DISTINCT sujet_type, sujet_id, annee FROM budgets_lus WHERE annee IS NOT NULL
GROUP BY sujet_type, sujet_id, annee, nature HAVING count(*) > 1;

-- The lines of produits that count: an account counts by its details where they are given.
CREATE OR REPLACE TEMP TABLE lignes_produits AS
SELECT budget_id, compte, financeur, montant_eur
FROM (
    SELECT budget_id, compte[:2] AS compte, financeur, montant_eur, niveau,
           bool_or(niveau = 'detail' AND montant_eur IS NOT NULL) OVER (PARTITION BY budget_id, compte[:2]) AS detaille
    FROM lignes_budget
    WHERE cote = 'produit' AND niveau IN ('compte', 'detail') AND compte[:2] BETWEEN '70' AND '79'
)
WHERE montant_eur IS NOT NULL AND (niveau = 'detail' OR NOT detaille);

-- What each funder brings to a budget.
CREATE OR REPLACE TEMP TABLE produits_lus AS
SELECT budget_id, financeur_id, any_value(famille) AS famille, sum(montant_eur)::DOUBLE AS montant_eur
FROM lignes_produits JOIN financeurs_lus USING (financeur)
WHERE montant_eur > 0
GROUP BY ALL;

-- The budget that speaks for a subject in a year: the actual one, else the planned one. ``nomme``: its funders are named,
-- and do not bring more than the whole.
CREATE OR REPLACE TABLE budgets_retenus AS
WITH nommes AS (
    SELECT budget_id, count(*) AS n_financeurs, sum(montant_eur) AS nommes_eur,
           coalesce(sum(montant_eur) FILTER (famille = 'Département'), 0) AS departement_eur
    FROM produits_lus GROUP BY ALL
)
SELECT budgets_uniques.*, n_financeurs, departement_eur,
       coalesce(produits > 0 AND nommes_eur <= produits * 1.005, false) AS nomme
FROM budgets_uniques LEFT JOIN nommes USING (budget_id)
QUALIFY row_number() OVER (
    PARTITION BY sujet_type, sujet_id, annee
    ORDER BY CASE nature WHEN 'realise' THEN 0 WHEN 'previsionnel' THEN 1 ELSE 2 END
) = 1;

CREATE OR REPLACE TABLE produits_nommes AS
SELECT sujet_type, sujet_id, annee, financeur_id, produits_lus.famille, montant_eur
FROM produits_lus JOIN budgets_retenus USING (budget_id) WHERE nomme;

-- Subsidies granted to actions: neither users, nor the structure itself, nor what is lent in kind.
CREATE OR REPLACE TABLE subventions_accordees AS
SELECT sujet_id AS action_id, coalesce(exercice, annees_uniques.annee) AS annee, sum(accorde_eur)::DOUBLE AS montant_eur
FROM financements
LEFT JOIN financeurs_lus USING (financeur)
LEFT JOIN annees_uniques USING (sujet_type, sujet_id)
WHERE sujet_type = 'action' AND etat = 'validee' AND accorde_eur IS NOT NULL AND nature IN ('numeraire', 'inconnue')
  AND coalesce(famille, 'inconnue') NOT IN ('Usagers', 'Autofinancement', 'Aucun')
GROUP BY ALL HAVING coalesce(exercice, annees_uniques.annee) IS NOT NULL;

-- Actions of which money could be known in a year: those active, and those that a budget or a subsidy of that year names.
CREATE OR REPLACE TABLE exercices_inactifs AS
WITH argent AS (
    SELECT sujet_id AS action_id, annee FROM budgets_retenus WHERE sujet_type = 'action'
    UNION SELECT action_id, annee FROM subventions_accordees
)
SELECT action_id, niveau, territoire, annee, part
FROM (FROM argent ANTI JOIN actions_annees USING (action_id, annee))
JOIN sujets_territoires ON sujet_type = 'action' AND sujet_id = action_id
WHERE niveau <> 'commune';

CREATE OR REPLACE VIEW actions_exercices AS
SELECT action_id, niveau, territoire, annee, part FROM actions_annees WHERE niveau <> 'commune'
UNION ALL FROM exercices_inactifs;

-- Whose funding each budget tells: its structure's (the structure's own budget when there is one for the year, else those
-- of its actions), and its département's.
CREATE OR REPLACE VIEW exercices_finances AS
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
SELECT niveau, territoire, annee, 'action', action_id, part FROM actions_exercices WHERE niveau = 'departement';

-- What each named funder brings to a structure or a département in a year. Where one private donor brings nearly all, what
-- is told of the whole would tell what he gives.
CREATE OR REPLACE TABLE financeurs_cumules AS
SELECT niveau, territoire, annee, financeur_id, any_value(famille) AS famille, sum(montant_eur * part) AS montant_eur
FROM exercices_finances JOIN produits_nommes USING (sujet_type, sujet_id, annee)
GROUP BY ALL HAVING sum(montant_eur * part) IS NOT NULL;

-- All the products of the budgets that name their funders; ``n`` of ``n_total`` budgets that could tell.
CREATE OR REPLACE TABLE produits_cumules AS
SELECT niveau, territoire, annee, sum(produits * part) FILTER (nomme) AS produits, count(produits * part) FILTER (nomme) AS n,
       count(*) AS n_total
FROM exercices_finances LEFT JOIN budgets_retenus USING (sujet_type, sujet_id, annee) GROUP BY ALL;

-- ``annees_uniques``, ``financeurs_lus``, ``lignes_produits`` and ``budgets_contradictoires`` serve the funding plans too,
-- which come later.
DROP TABLE budgets_lus; DROP TABLE produits_lus;
