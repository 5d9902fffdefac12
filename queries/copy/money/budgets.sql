-- What the indicators of money share: one budget a subject and year, its named funders, the subsidies granted.
-- Validated rows only. Asked, granted and paid stay apart: budgets say the funding plan, subsidies what was granted.
-- view budgets_uniques : one row a validated budget of a subject, year and nature that no other contradicts: where
--   two speak of the same, neither is chosen
-- table budgets_retenus : one row a subject and year: the budget that speaks for it, actual rather than planned;
--   detaille: both sides told, one account by account; nomme: and its funders are named, who do not bring more than the
--   whole
-- table produits_nommes : one row a subject, year and funder that its budget names: what it brings, in euros
-- table subventions_accordees : one row an action and year: the subsidies granted to it, in euros, neither by users,
--   nor by the structure itself, nor lent in kind
-- table exercices_inactifs : one row an action, territory above the commune and year when it was not active, though a
--   budget or a subsidy names that year
-- view actions_exercices : one row an action, territory above the commune and year in which its money could be known:
--   those when it was active, and those of exercices_inactifs
-- view exercices_finances : one row a budget that tells the funding of a structure (its own when it has one for the
--   year, else those of its actions) or of a département in a year; part: the département's share of the subject
-- table financeurs_cumules : one row a structure or département, year and named funder: what it brings, in euros.
--   Where one private donor brings nearly all, what is told of the whole would tell what it gives
-- table produits_cumules : one row a structure or département and year: all the produits of the budgets that name
--   their funders, n of n_total that could tell

CREATE VIEW budgets_uniques AS FROM budgets_lus WHERE n_semblables = 1 AND NOT redit;

CREATE TABLE budgets_retenus AS
SELECT sujet_type, sujet_id, annee, nature, budget_id, produits, contributions, departement_eur, detaille, nomme
FROM budgets_uniques
QUALIFY row_number() OVER (
    PARTITION BY sujet_type, sujet_id, annee
    ORDER BY CASE nature WHEN 'realise' THEN 0 WHEN 'previsionnel' THEN 1 ELSE 2 END
) = 1;

CREATE TABLE produits_nommes AS
SELECT sujet_type, sujet_id, annee, financeur_id, any_value(famille) AS famille, sum(montant_eur)::DOUBLE AS montant_eur
FROM lignes_lues JOIN budgets_retenus USING (budget_id)
WHERE nomme AND retenue AND montant_eur > 0 AND financeur_id IS NOT NULL
GROUP BY ALL;

CREATE TABLE subventions_accordees AS
SELECT sujet_id AS action_id, annee, sum(accorde_eur)::DOUBLE AS montant_eur
FROM financements_lus
WHERE sujet_type = 'action' AND subvention AND nature <> 'sans_objet' AND accorde_eur IS NOT NULL AND annee IS NOT NULL
GROUP BY sujet_id, annee;

CREATE TABLE exercices_inactifs AS
WITH argent AS (
    SELECT sujet_id AS action_id, annee FROM budgets_retenus WHERE sujet_type = 'action'
    UNION SELECT action_id, annee FROM subventions_accordees
)
SELECT action_id, niveau, territoire, annee, part
FROM (FROM argent ANTI JOIN actions_annees USING (action_id, annee))
JOIN sujets_territoires ON sujet_type = 'action' AND sujet_id = action_id
WHERE niveau <> 'commune';

CREATE VIEW actions_exercices AS
SELECT action_id, niveau, territoire, annee, part FROM actions_annees WHERE niveau <> 'commune'
UNION ALL FROM exercices_inactifs;

CREATE VIEW exercices_finances AS
SELECT 'structure' AS niveau, structure_id AS territoire, annee, sujet_type, sujet_id, 1.0 AS part
FROM (
    SELECT sujet_id AS structure_id, annee, 'structure' AS sujet_type, sujet_id FROM budgets_retenus
    WHERE sujet_type = 'structure'
    UNION ALL
    SELECT DISTINCT structure_id, annee, 'action', action_id
    FROM actions_exercices JOIN actions USING (action_id) WHERE niveau = 'departement'
)
QUALIFY sujet_type = 'structure' OR NOT bool_or(sujet_type = 'structure') OVER (PARTITION BY structure_id, annee)
UNION ALL
SELECT niveau, territoire, annee, 'action', action_id, part FROM actions_exercices WHERE niveau = 'departement';

CREATE TABLE financeurs_cumules AS
SELECT niveau, territoire, annee, financeur_id, any_value(famille) AS famille, sum(montant_eur * part) AS montant_eur
FROM exercices_finances JOIN produits_nommes USING (sujet_type, sujet_id, annee)
GROUP BY ALL HAVING sum(montant_eur * part) IS NOT NULL;

CREATE TABLE produits_cumules AS
SELECT niveau, territoire, annee, sum(produits * part) FILTER (nomme) AS produits,
       count(produits * part) FILTER (nomme) AS n,
       count(*) AS n_total
FROM exercices_finances LEFT JOIN budgets_retenus USING (sujet_type, sujet_id, annee) GROUP BY ALL;

DROP TABLE lignes_lues;
