-- The funding plan of each action, event or structure, one row an exercice: planned beside actual, asked beside granted
-- beside paid, never added up. An amount that nobody wrote stays NULL; the counts beside it say how many are missing.

-- ``subvention``: money of a funder, neither what users or the structure bring, nor what is lent in kind.
CREATE OR REPLACE TEMP TABLE aides AS
SELECT sujet_type, sujet_id, coalesce(exercice, annees_uniques.annee) AS exercice, financeur_id, nom AS financeur, famille,
       dispositif, demande_eur, accorde_eur, verse_eur, nature, convention_debut, convention_fin,
       nature <> 'nature' AND coalesce(famille, 'inconnue') NOT IN ('Usagers', 'Autofinancement') AS subvention
FROM financements
JOIN financeurs_lus USING (financeur)
LEFT JOIN annees_uniques USING (sujet_type, sujet_id)
WHERE etat = 'validee' AND famille IS DISTINCT FROM 'Aucun';

-- Own resources of a budget (what users pay, sales, own funds), and what named funders bring.
CREATE OR REPLACE TEMP TABLE ressources AS
SELECT budget_id,
       sum(montant_eur) FILTER (
           (famille IS NULL AND compte <> '74') OR famille IN ('Usagers', 'Autofinancement')
       )::DOUBLE AS propres,
       sum(montant_eur) FILTER (famille NOT IN ('Usagers', 'Autofinancement', 'Aucun'))::DOUBLE AS nommes
FROM lignes_produits LEFT JOIN financeurs_lus USING (financeur)
GROUP BY budget_id;

CREATE OR REPLACE TABLE plans_financement AS
WITH cotes AS (
    SELECT sujet_type, sujet_id, annee AS exercice,
           any_value(charges) FILTER (nature = 'previsionnel') AS cout_prevu_eur,
           any_value(charges) FILTER (nature = 'realise') AS cout_realise_eur,
           any_value(produits) FILTER (nature = 'previsionnel') AS produits_prevus_eur,
           any_value(produits) FILTER (nature = 'realise') AS produits_realises_eur,
           any_value(propres) FILTER (nature = 'previsionnel') AS propres_prevus_eur,
           any_value(propres) FILTER (nature = 'realise') AS propres_realises_eur,
           any_value(nommes) FILTER (nature = 'previsionnel') AS nommes_prevus_eur,
           any_value(nommes) FILTER (nature = 'realise') AS nommes_realises_eur,
           any_value(contributions) FILTER (nature = 'previsionnel') AS volontaires_prevues_eur,
           any_value(contributions) FILTER (nature = 'realise') AS volontaires_realisees_eur
    FROM budgets_uniques LEFT JOIN ressources USING (budget_id) GROUP BY ALL
),
-- ``refuse_eur``: asked less granted, aid by aid, where both are known; ``n_sans_accorde``: subsidies of which the granted
-- amount is not known.
montants_aides AS (
    SELECT sujet_type, sujet_id, exercice, sum(demande_eur) FILTER (subvention)::DOUBLE AS demande_eur,
           sum(accorde_eur) FILTER (subvention)::DOUBLE AS accorde_eur, sum(verse_eur) FILTER (subvention)::DOUBLE AS verse_eur,
           sum(demande_eur - accorde_eur) FILTER (subvention)::DOUBLE AS refuse_eur,
           sum(coalesce(verse_eur, accorde_eur, demande_eur)) FILTER (nature = 'nature')::DOUBLE AS nature_eur,
           sum(accorde_eur) FILTER (NOT subvention AND nature <> 'nature')::DOUBLE AS propres_eur,
           count(DISTINCT financeur_id) AS n_financeurs, count(*) FILTER (subvention AND accorde_eur IS NULL) AS n_sans_accorde
    FROM aides GROUP BY ALL
),
plans AS (
    SELECT sujet_type, sujet_id, exercice, cotes.* EXCLUDE (sujet_type, sujet_id, exercice), demande_eur, accorde_eur, verse_eur,
           refuse_eur, nature_eur, coalesce(n_financeurs, 0) AS n_financeurs, coalesce(n_sans_accorde, 0) AS n_sans_accorde,
           coalesce(contredit, false) AS contredit,
           coalesce(cout_realise_eur, cout_prevu_eur) AS cout_eur,
           coalesce(propres_realises_eur, propres_prevus_eur, montants_aides.propres_eur) AS propres_eur,
           CASE WHEN cout_realise_eur IS NOT NULL THEN produits_realises_eur - coalesce(propres_realises_eur, 0) - coalesce(nommes_realises_eur, 0)
                ELSE produits_prevus_eur - coalesce(propres_prevus_eur, 0) - coalesce(nommes_prevus_eur, 0) END AS sans_nom_eur
    FROM cotes FULL JOIN montants_aides USING (sujet_type, sujet_id, exercice)
    FULL JOIN (SELECT sujet_type, sujet_id, annee AS exercice, true AS contredit FROM budgets_contradictoires)
        USING (sujet_type, sujet_id, exercice)
)
-- What is short: the cost less what is granted and less own resources. Unknown as soon as the cost or any grant is.
SELECT *, CASE WHEN n_sans_accorde = 0 THEN cout_eur - accorde_eur - coalesce(propres_eur, 0) END AS ecart_eur FROM plans;
