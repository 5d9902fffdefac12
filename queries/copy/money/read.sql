-- Money as facts tell it, each fact read once (those that somebody refused or set aside are not): which funder a
-- label is, the year of each euro, what counts and what does not. Every later script selects from what is made here.
-- Asked, granted and paid are never added up, nor planned and spent.
-- macro exercice_retenu : whether the exercice of an amount is among the years chosen; of no known exercice, only when
--   none are
-- table financeurs_nommes : one row a label under which a funder is written, folded (its identifier is one too), with
--   its name and family
-- temp annees_uniques : one row an action that lasts a single year: the year of its money when no exercice is told
-- temp financeurs_lus : one row a label as a fact writes it: the funder it is, or itself (identifier folded, no
--   family)
-- temp montants_lus : one row an amount cited of a subject, with its funder; est_cout: a total of the whole; a_part:
--   the cost of nothing (a unit price, one expense, part of a year). Dropped by funders.sql
-- temp lignes_lues : one row a line of a budget, with its funder; retenue: it counts among the produits. Dropped by
--   budgets.sql
-- table budgets_lus : one row a budget of a subject, its sums in euros; annee: its exercice, else the year of an
--   action of one year; partiel: it does not tell all its charges, which are then unknown; detaille: both its sides are
--   told, one at least account by account; nomme: and all its funders are named; n_semblables: the
--   validated budgets of this subject, year and nature that say something else (more than one contradict each other; empty
--   for what enters no sum: proposed, without year, neither action nor structure); redit: another one says the same before
-- table financements_lus : one row a statement of what a funder was asked, granted or paid for a subject; retenu:
--   validated, somebody funds, and no other source says the very same before; subvention: money of a funder among these, neither what users or the structure
--   bring nor what is lent in kind
-- table mentions_argent : one row for each subject, load, state and kind of fact about its money (montant,
--   prix_unitaire, budget, ligne, ligne_financeur: a line that names its funder, financement), with how many

CREATE MACRO exercice_retenu(exercice, premier, dernier) AS
    (premier IS NULL AND dernier IS NULL)
    OR coalesce(exercice >= coalesce(premier, exercice) AND exercice <= coalesce(dernier, exercice), false);

CREATE TABLE financeurs_nommes AS
SELECT libelle, financeur_id, nom, famille FROM financeurs_libelles JOIN financeurs USING (financeur_id)
UNION
SELECT financeur_id, financeur_id, nom, famille FROM financeurs
WHERE financeur_id NOT IN (SELECT libelle FROM financeurs_libelles);

CREATE TEMP TABLE annees_uniques AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, any_value(annee_debut)::INTEGER AS annee FROM actions_situees
GROUP BY action_id HAVING min(annee_debut) = max(annee_fin);

CREATE TEMP TABLE financeurs_lus AS
SELECT financeur AS ecrit, coalesce(financeur_id, plie(financeur)) AS financeur_id,
       coalesce(nom, financeur) AS financeur, famille
FROM (
    SELECT financeur FROM montants UNION SELECT financeur FROM lignes_budget UNION SELECT financeur FROM financements
)
LEFT JOIN financeurs_nommes ON libelle = plie(financeur)
WHERE financeur IS NOT NULL;

CREATE TEMP TABLE montants_lus AS
SELECT sujet_type, sujet_id, role, montant_eur, borne_basse_eur, borne_haute_eur, precision, periodicite,
       cites.annee, coalesce(cites.annee, annees_uniques.annee) AS exercice, etat, financeur_id, famille, source, fichier, ligne, role = 'total' AND NOT partiel AS est_cout,
       role IN ('prix_unitaire', 'charge') OR partiel AS a_part
FROM (
    SELECT * RENAME (financeur AS ecrit),
           coalesce(periodicite IN ('trimestrielle', 'mensuelle', 'hebdomadaire'), false) AS partiel
    FROM montants WHERE etat IN ('validee', 'proposee')
) AS cites
LEFT JOIN financeurs_lus USING (ecrit)
LEFT JOIN annees_uniques USING (sujet_type, sujet_id);

-- An account of produits counts by its details where they are given, never both.
CREATE TEMP TABLE lignes_lues AS
WITH detailles AS (
    SELECT DISTINCT budget_id, compte[:2] AS compte, true AS detaille FROM lignes_budget
    WHERE cote = 'produit' AND niveau = 'detail' AND montant_eur IS NOT NULL
)
SELECT budget_id, cote, niveau, compte, montant_eur, financeur_id, financeurs_lus.financeur, famille, source,
       coalesce(cote = 'produit' AND compte BETWEEN '70' AND '79' AND montant_eur IS NOT NULL
                AND (niveau = 'detail' OR niveau = 'compte' AND detaille IS NULL), false) AS retenue
FROM (
    SELECT budget_id, cote, niveau, compte[:2] AS compte, montant_eur, financeur AS ecrit, source FROM lignes_budget
)
LEFT JOIN detailles USING (budget_id, compte)
LEFT JOIN financeurs_lus USING (ecrit);

-- Totals as declared, else the sum of the accounts, else that of their details. ``propres``: what users pay, sales
-- and own funds; ``nommes``: what other named funders bring. ``detaille`` asks for both sides: one line of produits, or
-- one expense, is no budget, and would be taken for the whole. ``nomme``: all its funders are named besides, and do not
-- bring more than it all. A whole budget has as many charges as produits: one that has not, tells a single account of charges
-- and less than the total declared of the subject (for the same exercice, or for none), is ``partiel``: its charges are
-- no cost. Of several accounts, less than was declared may well be what was spent.
CREATE TABLE budgets_lus AS
WITH declares AS (
    SELECT sujet_type, sujet_id, exercice, min(au_moins(montant_eur, borne_basse_eur, precision)) AS declare_eur
    FROM montants_lus WHERE est_cout AND etat = 'validee' GROUP BY ALL
),
sommes AS (
    SELECT budget_id,
           count(DISTINCT compte) FILTER (compte BETWEEN '60' AND '69' AND montant_eur IS NOT NULL) AS n_charges,
           count(montant_eur) FILTER (compte BETWEEN '60' AND '79') AS n_lignes,
           coalesce(sum(montant_eur) FILTER (niveau = 'compte' AND compte BETWEEN '60' AND '69'),
                    sum(montant_eur) FILTER (niveau = 'detail' AND compte BETWEEN '60' AND '69')) AS charges,
           coalesce(sum(montant_eur) FILTER (niveau = 'compte' AND compte BETWEEN '70' AND '79'),
                    sum(montant_eur) FILTER (niveau = 'detail' AND compte BETWEEN '70' AND '79')) AS produits,
           coalesce(sum(montant_eur) FILTER (niveau = 'compte' AND compte = '87'),
                    sum(montant_eur) FILTER (niveau = 'detail' AND compte = '87')) AS contributions,
           sum(montant_eur) FILTER (
               retenue AND (famille IN ('Usagers', 'Autofinancement') OR famille IS NULL AND compte <> '74')
           )::DOUBLE AS propres,
           sum(montant_eur) FILTER (
               retenue AND famille NOT IN ('Usagers', 'Autofinancement', 'Aucun')
           )::DOUBLE AS nommes,
           sum(montant_eur) FILTER (retenue AND montant_eur > 0 AND financeur_id IS NOT NULL)::DOUBLE AS apportes,
           sum(montant_eur) FILTER (retenue AND montant_eur > 0 AND famille = 'Département')::DOUBLE AS departement_eur
    FROM lignes_lues GROUP BY budget_id
),
dits AS (
    SELECT budget_id, sujet_type, sujet_id, nature, etat, exercice, coalesce(exercice, annees_uniques.annee) AS annee,
           total_charges_eur, coalesce(total_charges_eur, charges)::DOUBLE AS charges,
           coalesce(total_produits_eur, produits)::DOUBLE AS produits,
           coalesce(contributions, total_general_produits_eur - total_produits_eur)::DOUBLE AS contributions,
           propres, nommes, apportes, n_charges, coalesce(n_lignes, 0) AS n_lignes, coalesce(departement_eur, 0) AS departement_eur, source, fichier, ligne
    FROM budgets
    LEFT JOIN sommes USING (budget_id)
    LEFT JOIN annees_uniques USING (sujet_type, sujet_id)
    WHERE etat IN ('validee', 'proposee')
),
entiers AS (
    SELECT dits.*, coalesce(n_charges = 1, false) AND (abs(charges - produits) <= 0.005 * produits) IS NOT TRUE
           AND coalesce(charges < (
               SELECT min(declare_eur) FROM declares
               WHERE declares.sujet_type = dits.sujet_type AND declares.sujet_id = dits.sujet_id
                 AND (declares.exercice = dits.annee OR declares.exercice IS NULL OR dits.annee IS NULL)
           ), false) AS partiel
    FROM dits
),
comptes AS (
    SELECT sujet_type, sujet_id, annee, nature, etat,
           count(DISTINCT [charges, produits, contributions, propres, nommes]) AS n_semblables
    FROM dits
    WHERE etat = 'validee' AND sujet_type IN ('action', 'structure') AND annee IS NOT NULL GROUP BY ALL
)
SELECT entiers.* EXCLUDE (apportes, n_charges, n_lignes) REPLACE (
           CASE WHEN NOT partiel THEN total_charges_eur END AS total_charges_eur,
           CASE WHEN NOT partiel THEN charges END AS charges
       ),
       entiers.charges IS NOT NULL AND NOT partiel AND produits IS NOT NULL AND n_lignes > 0 AS detaille,
       detaille AND coalesce(produits > 0 AND apportes <= produits * 1.005, false) AS nomme, n_semblables,
       row_number() OVER (PARTITION BY sujet_type, sujet_id, annee, nature, etat ORDER BY source, budget_id) > 1 AS redit
FROM entiers LEFT JOIN comptes USING (sujet_type, sujet_id, annee, nature, etat);

CREATE TABLE financements_lus AS
SELECT sujet_type, sujet_id, exercice, coalesce(exercice, annees_uniques.annee) AS annee, financeur_id,
       financeurs_lus.financeur, famille, dispositif, demande_eur, accorde_eur, verse_eur, nature, convention_debut,
       convention_fin, etat, source, etat = 'validee' AND premiere AND famille IS DISTINCT FROM 'Aucun' AS retenu,
       etat = 'validee' AND premiere AND nature <> 'nature'
           AND coalesce(famille NOT IN ('Usagers', 'Autofinancement', 'Aucun'), true) AS subvention
FROM (
    SELECT *, dense_rank() OVER (
               PARTITION BY sujet_type, sujet_id, financeur, dispositif, exercice, demande_eur, accorde_eur, verse_eur,
                            nature, etat ORDER BY source
           ) = 1 AS premiere
    FROM financements WHERE etat IN ('validee', 'proposee')
) AS financements
JOIN financeurs_lus ON ecrit = financements.financeur
LEFT JOIN annees_uniques USING (sujet_type, sujet_id);

CREATE TABLE mentions_argent AS
SELECT sujet_type, sujet_id, source, etat, quoi, count(*) AS n
FROM (
    SELECT sujet_type, sujet_id, source, etat, CASE role WHEN 'prix_unitaire' THEN role ELSE 'montant' END AS quoi
    FROM montants_lus
    UNION ALL
    SELECT sujet_type, sujet_id, source, etat, 'budget' FROM budgets_lus
    UNION ALL
    SELECT sujet_type, sujet_id, lignes_lues.source, etat,
           CASE WHEN financeur_id IS NULL THEN 'ligne' ELSE 'ligne_financeur' END
    FROM lignes_lues JOIN budgets_lus USING (budget_id)
    UNION ALL
    SELECT sujet_type, sujet_id, source, etat, 'financement' FROM financements_lus
)
GROUP BY ALL;

DROP TABLE annees_uniques; DROP TABLE financeurs_lus;
