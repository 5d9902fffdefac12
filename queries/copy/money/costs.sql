-- What is known of the money of each subject, and its sums by position: what the money page and the map show.

-- One row an action or event: what is known of its cost, and whether that is contradictory. Two totals contradict each
-- other when they speak of the same exercice, both planned, both actual or both merely quoted; the cost retained is that
-- of the last exercice, actual rather than planned, with its period and the line it comes from.
CREATE TABLE argent_sujets AS
WITH totaux AS (
    SELECT sujet_type, sujet_id, montant_eur, etat, annee, 'citee' AS nature, fichier, ligne,
           {precision: precision, annee: annee, periodicite: periodicite, budget: false, source: source, fichier: fichier,
            ligne: ligne} AS dit
    FROM montants
    WHERE role = 'total' AND periodicite IS DISTINCT FROM 'trimestrielle'
      AND periodicite IS DISTINCT FROM 'mensuelle' AND periodicite IS DISTINCT FROM 'hebdomadaire'
    UNION ALL
    SELECT sujet_type, sujet_id, total_charges_eur, etat, exercice, nature, fichier, ligne,
           {precision: 'exacte', annee: exercice, periodicite: NULL, budget: true, source: source, fichier: fichier,
            ligne: ligne}
    FROM budgets WHERE total_charges_eur IS NOT NULL
),
dits AS (
    SELECT sujet_type, sujet_id, annee, nature, count(DISTINCT montant_eur) FILTER (etat = 'validee') AS n_valides,
           any_value(montant_eur) FILTER (etat = 'validee') AS total_eur,
           any_value(dit ORDER BY fichier, ligne) FILTER (etat = 'validee') AS dit, count(*) AS n_cites,
           coalesce(annee, 0) * 4 + CASE nature WHEN 'realise' THEN 3 WHEN 'previsionnel' THEN 2 ELSE 1 END AS rang
    FROM totaux GROUP BY ALL
),
couts AS (
    SELECT sujet_type, sujet_id, max(n_valides) AS n_valides, arg_max(total_eur, rang) FILTER (n_valides = 1) AS total_eur,
           arg_max(dit, rang) FILTER (n_valides = 1) AS dit, sum(n_cites) AS n_cites
    FROM dits GROUP BY ALL
),
noms AS (
    SELECT DISTINCT sujet_type, sujet_id, coalesce(financeur_id, financeur) AS financeur, coalesce(nom, financeur) AS nom, famille
    FROM (
        SELECT sujet_type, sujet_id, financeur FROM financements
        UNION
        SELECT sujet_type, sujet_id, financeur FROM lignes_budget JOIN budgets USING (budget_id)
        WHERE cote = 'produit' AND montant_eur IS NOT NULL
    ) AS cites
    LEFT JOIN financeurs_nommes ON libelle = plie(financeur)
    WHERE financeur IS NOT NULL
),
payeurs AS (
    SELECT sujet_type, sujet_id, count(DISTINCT financeur) FILTER (famille IS DISTINCT FROM 'Aucun') AS n_financeurs,
           list(DISTINCT nom ORDER BY lower(nom)) FILTER (famille IS DISTINCT FROM 'Aucun') AS financeurs,
           coalesce(bool_or(famille = 'Aucun'), false) AS sans_financeur
    FROM noms GROUP BY ALL
),
ecarts AS (
    SELECT sujet_type, sujet_id, count(*) AS n_constats FROM constats WHERE domaine = 'argent' GROUP BY ALL
)
SELECT numero, position, sujet_type, sujet_id, titre, structure,
       CASE WHEN coalesce(n_valides, 0) > 1 OR coalesce(n_constats, 0) > 0 THEN 'contradictoire'
            WHEN n_valides = 1 THEN 'connu'
            WHEN coalesce(n_cites, 0) > 0 THEN 'a_valider'
            ELSE 'inconnu' END AS situation,
       CASE WHEN n_valides = 1 THEN total_eur END AS total_eur,
       CASE WHEN n_valides = 1 THEN dit.precision END AS precision,
       dit.annee AS annee_cout, dit.periodicite AS periodicite, dit.budget AS cout_budget, dit.source AS source_cout,
       dit.fichier AS fichier_cout, dit.ligne AS ligne_cout,
       coalesce(n_financeurs, 0) AS n_financeurs, coalesce(financeurs, []) AS financeurs,
       coalesce(sans_financeur, false) AS sans_financeur, coalesce(n_constats, 0) AS n_constats
FROM sujets
LEFT JOIN couts USING (sujet_type, sujet_id)
LEFT JOIN payeurs USING (sujet_type, sujet_id)
LEFT JOIN ecarts USING (sujet_type, sujet_id)
WHERE sujet_type IN ('action', 'evenement')
ORDER BY situation, total_eur DESC NULLS LAST, numero;

-- Amounts that are the cost of nothing: unit prices, expenses, amounts of part of a year. Their words are read where they
-- stand: those that nobody has reviewed are withheld there.
CREATE TABLE montants_a_part AS
SELECT position, numero, sujet_type, sujet_id, titre, montant_eur, borne_basse_eur, borne_haute_eur, precision, role, periodicite,
       annee, source, fichier, ligne
FROM montants JOIN sujets USING (sujet_type, sujet_id)
WHERE role IN ('prix_unitaire', 'charge') OR periodicite IN ('trimestrielle', 'mensuelle', 'hebdomadaire')
ORDER BY numero, fichier, ligne, role, montant_eur;

-- What each funder is said to bring to a subject, one row a statement, one column for each nature of amounts: they are
-- never added up.
CREATE VIEW apports_cites AS
SELECT sujet_type, sujet_id, financeur, CASE WHEN nature = 'previsionnel' THEN montant_eur END AS prevu_eur,
       CASE WHEN nature = 'realise' THEN montant_eur END AS realise_eur, NULL::DECIMAL(14, 2) AS cite_eur,
       NULL::DECIMAL(14, 2) AS demande_eur, NULL::DECIMAL(14, 2) AS accorde_eur, NULL::DECIMAL(14, 2) AS verse_eur
FROM lignes_budget JOIN budgets USING (budget_id)
WHERE etat = 'validee' AND cote = 'produit' AND niveau = 'detail' AND financeur IS NOT NULL AND montant_eur IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, financeur, NULL, NULL, montant_eur, NULL, NULL, NULL
FROM montants WHERE etat = 'validee' AND role = 'produit' AND financeur IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, financeur, NULL, NULL, NULL, demande_eur, accorde_eur, verse_eur
FROM financements WHERE etat = 'validee';

-- What each family of funders brings to the subjects of a position, one column for each nature of amounts: they are never
-- added up. ``n_sujets``: subjects where the family is named; ``n_sans_montant``: those where no amount of its is known.
CREATE TABLE familles_positions AS
WITH par_sujet AS (
    SELECT famille, sujet_type, sujet_id, sum(prevu_eur) AS prevu_eur, sum(realise_eur) AS realise_eur,
           sum(cite_eur) AS cite_eur, sum(demande_eur) AS demande_eur, sum(accorde_eur) AS accorde_eur,
           sum(verse_eur) AS verse_eur
    FROM apports_cites LEFT JOIN financeurs_nommes ON libelle = plie(financeur)
    GROUP BY ALL
)
SELECT position, famille, sum(prevu_eur)::DECIMAL(38, 2) AS prevu_eur, sum(realise_eur)::DECIMAL(38, 2) AS realise_eur,
       sum(cite_eur)::DECIMAL(38, 2) AS cite_eur, sum(demande_eur)::DECIMAL(38, 2) AS demande_eur,
       sum(accorde_eur)::DECIMAL(38, 2) AS accorde_eur, sum(verse_eur)::DECIMAL(38, 2) AS verse_eur, count(*) AS n_sujets,
       count(*) FILTER (coalesce(prevu_eur, realise_eur, cite_eur, demande_eur, accorde_eur, verse_eur) IS NULL) AS n_sans_montant
FROM par_sujet JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY position;

-- How many amounts of each nature the subjects of a position have, on which years, from which loads.
CREATE TABLE natures_positions AS
WITH cites AS (
    SELECT CASE budgets.nature WHEN 'previsionnel' THEN 'prevu' WHEN 'realise' THEN 'realise' END AS nature,
           sujet_type, sujet_id, exercice AS annee, lignes_budget.source
    FROM lignes_budget JOIN budgets USING (budget_id)
    WHERE etat = 'validee' AND cote = 'produit' AND niveau = 'detail' AND financeur IS NOT NULL
      AND montant_eur IS NOT NULL AND budgets.nature <> 'inconnue'
    UNION ALL
    SELECT 'cite', sujet_type, sujet_id, annee, source FROM montants
    WHERE etat = 'validee' AND role = 'produit' AND financeur IS NOT NULL AND montant_eur IS NOT NULL
    UNION ALL
    SELECT 'demande', sujet_type, sujet_id, exercice, source FROM financements
    WHERE etat = 'validee' AND demande_eur IS NOT NULL
    UNION ALL
    SELECT 'accorde', sujet_type, sujet_id, exercice, source FROM financements
    WHERE etat = 'validee' AND accorde_eur IS NOT NULL
    UNION ALL
    SELECT 'verse', sujet_type, sujet_id, exercice, source FROM financements
    WHERE etat = 'validee' AND verse_eur IS NOT NULL
),
par_sujet AS (
    SELECT nature, sujet_type, sujet_id, source, count(*) AS n_montants, min(annee) AS annee_min, max(annee) AS annee_max,
           count(*) FILTER (annee IS NULL) AS n_sans_annee
    FROM cites GROUP BY ALL
)
SELECT position, nature, count(DISTINCT numero) AS n_sujets, sum(n_montants)::BIGINT AS n_montants,
       min(annee_min) AS annee_min, max(annee_max) AS annee_max, sum(n_sans_annee)::BIGINT AS n_sans_annee,
       list(DISTINCT source ORDER BY source) AS sources
FROM par_sujet JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY position;

-- What stands in each commune in the same years: costs are counted for the commune's share of them.
CREATE TABLE comptes_communes AS
SELECT code_commune, lieux_sujets.code_departement, annee_debut, annee_fin,
       count(*) FILTER (sujet_type = 'action') AS n_actions, count(*) FILTER (sujet_type = 'evenement') AS n_evenements,
       sum(total_eur * part) AS montant_eur, count(total_eur) AS n_montants
FROM lieux_sujets JOIN argent_sujets USING (sujet_type, sujet_id)
WHERE code_commune IS NOT NULL
GROUP BY ALL ORDER BY code_commune;

-- The same in each département, a subject counted once whatever the number of its communes there.
CREATE TABLE comptes_departements AS
WITH places AS (
    SELECT sujet_type, sujet_id, code_departement, annee_debut, annee_fin, bool_and(code_commune IS NULL) AS sans_commune,
           sum(part) AS part
    FROM lieux_sujets GROUP BY ALL
)
SELECT code_departement, annee_debut, annee_fin, count(*) FILTER (sujet_type = 'action') AS n_actions,
       count(*) FILTER (sujet_type = 'action' AND sans_commune) AS n_sans_commune,
       count(*) FILTER (sujet_type = 'evenement') AS n_evenements, sum(total_eur * part) AS montant_eur,
       count(total_eur) AS n_montants
FROM places JOIN argent_sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY code_departement;
