-- The funding plan of each action, event or structure: planned beside actual, asked beside granted beside paid, never
-- added up. An amount that nobody wrote stays NULL; the counts beside it say how many are missing.
-- table plans_financement : one row a subject and exercice (empty when no year is known): its plan, in euros;
--   ecart_eur: what is short, the cost less what is granted and less own resources, unknown as soon as the cost or
--   any grant is; partiel: a budget of the exercice does not tell all its charges
-- view plans_actifs : one row a plan of an action still active in the last year that bears facts

CREATE TABLE plans_financement AS
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
           any_value(contributions) FILTER (nature = 'realise') AS volontaires_realisees_eur,
           bool_or(partiel) AS partiel
    FROM budgets_uniques GROUP BY ALL
),
-- ``refuse_eur``: asked less granted, aid by aid, where both are known; ``n_sans_accorde``: subsidies of which the
-- granted amount is not known.
aides AS (
    SELECT sujet_type, sujet_id, annee AS exercice, sum(demande_eur) FILTER (subvention)::DOUBLE AS demande_eur,
           sum(accorde_eur) FILTER (subvention)::DOUBLE AS accorde_eur,
           sum(verse_eur) FILTER (subvention)::DOUBLE AS verse_eur,
           sum(demande_eur - accorde_eur) FILTER (subvention)::DOUBLE AS refuse_eur,
           sum(coalesce(verse_eur, accorde_eur, demande_eur)) FILTER (nature = 'nature')::DOUBLE AS nature_eur,
           sum(accorde_eur) FILTER (NOT subvention AND nature <> 'nature')::DOUBLE AS propres_eur,
           count(DISTINCT financeur_id) AS n_financeurs,
           count(*) FILTER (subvention AND accorde_eur IS NULL) AS n_sans_accorde
    FROM financements_lus WHERE retenu GROUP BY ALL
),
contredits AS (
    SELECT DISTINCT sujet_type, sujet_id, annee AS exercice, true AS contredit FROM budgets_lus WHERE n_semblables > 1
),
plans AS (
    SELECT sujet_type, sujet_id, exercice, cotes.* EXCLUDE (sujet_type, sujet_id, exercice, partiel), coalesce(partiel, false) AS partiel, demande_eur, accorde_eur,
           verse_eur,
           refuse_eur, nature_eur, coalesce(n_financeurs, 0) AS n_financeurs,
           coalesce(n_sans_accorde, 0) AS n_sans_accorde,
           coalesce(contredit, false) AS contredit,
           coalesce(cout_realise_eur, cout_prevu_eur) AS cout_eur,
           coalesce(propres_realises_eur, propres_prevus_eur, aides.propres_eur) AS propres_eur,
           CASE WHEN coalesce(cout_realise_eur, produits_realises_eur) IS NOT NULL
                THEN produits_realises_eur - coalesce(propres_realises_eur, 0) - coalesce(nommes_realises_eur, 0)
                ELSE produits_prevus_eur - coalesce(propres_prevus_eur, 0) - coalesce(nommes_prevus_eur, 0)
           END AS sans_nom_eur
    FROM cotes FULL JOIN aides USING (sujet_type, sujet_id, exercice)
    FULL JOIN contredits USING (sujet_type, sujet_id, exercice)
)
SELECT *, CASE WHEN n_sans_accorde = 0 THEN cout_eur - accorde_eur - coalesce(propres_eur, 0) END AS ecart_eur
FROM plans;

CREATE VIEW plans_actifs AS
SELECT sujet_id AS action_id, exercice, cout_eur, accorde_eur, propres_eur, ecart_eur
FROM plans_financement, observation
WHERE sujet_type = 'action' AND exercice <= derniere_annee AND sujet_id IN (
    SELECT action_id FROM actions_situees WHERE annee_fin >= derniere_annee AND annee_debut <= derniere_annee
);
