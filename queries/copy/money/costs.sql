-- What is known of the cost of each action and event, and its sums by place: what the money page and the map show.
-- table couts_exercices : one row a subject, year as told, exercice (the year told, else that of an action of one
--   year; empty: unknown) and nature of total: how many validated totals differ there, and the one that stands alone
-- macro couts_retenus : one row a subject: its cost, by the exercices of a period (all of them when there is none)
-- macro situation_cout : what is known of a cost: connu, contradictoire, a_valider or inconnu
-- macro argent_du_perimetre : the rows of argent_sujets of a perimeter, each cost being that of the exercices chosen;
--   what was active then has a row too
-- table argent_sujets : one row an action or event: what is known of its cost (connu, contradictoire, a_valider or
--   inconnu), from which line, and who is said to pay; total_eur: the number said, empty for an interval; bas_eur and
--   haut_eur: its bounds (empty haut_eur beside a bas_eur: « au moins »)
-- table montants_a_part : one row an amount that is the cost of nothing: a unit price, an expense, part of a year
-- table comptes_communes : one row a commune and years of activity: how many actions and events stand there
-- table comptes_departements : one row a département and years of activity: the same, a subject counted once there
--   whatever the number of its communes

-- Two totals contradict each other when they speak of the same exercice, both planned, both actual or both merely
-- quoted; the cost retained is that of the last exercice, actual rather than planned, with its period and the line it
-- comes from.
CREATE TABLE couts_exercices AS
WITH totaux AS (
    SELECT sujet_type, sujet_id, etat, annee, exercice, 'citee' AS nature, fichier, ligne,
           -- An interval is another cost than the number at one of its ends.
           [montant_eur, CASE WHEN montant_eur IS NULL THEN borne_basse_eur END,
            CASE WHEN montant_eur IS NULL THEN borne_haute_eur END] AS cite,
           {montant_eur: montant_eur, bas_eur: au_moins(montant_eur, borne_basse_eur, precision)::DECIMAL(14, 2),
            haut_eur: au_plus(montant_eur, borne_haute_eur, precision)::DECIMAL(14, 2), precision: precision, annee: annee, periodicite: periodicite, budget: false, source: source,
            fichier: fichier, ligne: ligne} AS dit
    FROM montants_lus WHERE est_cout
    UNION ALL
    SELECT sujet_type, sujet_id, etat, exercice, annee, nature, fichier, ligne, [total_charges_eur, NULL, NULL],
           {montant_eur: total_charges_eur, bas_eur: total_charges_eur, haut_eur: total_charges_eur, precision: 'exacte', annee: exercice, periodicite: NULL, budget: true, source: source, fichier: fichier,
            ligne: ligne}
    FROM budgets_lus WHERE total_charges_eur IS NOT NULL
)
SELECT sujet_type, sujet_id, annee, exercice, nature, count(DISTINCT cite) FILTER (etat = 'validee') AS n_valides,
       any_value(dit ORDER BY fichier, ligne) FILTER (etat = 'validee') AS dit, count(*) AS n_cites,
       coalesce(annee, 0) * 4 + CASE nature WHEN 'realise' THEN 3 WHEN 'previsionnel' THEN 2 ELSE 1 END AS rang
FROM totaux GROUP BY ALL;

CREATE MACRO couts_retenus(premier, dernier) AS TABLE
SELECT sujet_type, sujet_id, max(n_valides) AS n_valides,
       arg_max(dit, rang) FILTER (n_valides = 1) AS dit, sum(n_cites) AS n_cites
FROM couts_exercices WHERE exercice_retenu(exercice, premier, dernier) GROUP BY ALL;

CREATE MACRO situation_cout(n_valides, n_constats, n_cites) AS
    CASE WHEN coalesce(n_valides, 0) > 1 OR coalesce(n_constats, 0) > 0 THEN 'contradictoire'
         WHEN n_valides = 1 THEN 'connu'
         WHEN coalesce(n_cites, 0) > 0 THEN 'a_valider'
         ELSE 'inconnu' END;

-- A label that is nobody's is a payer under each way of writing it.
CREATE TABLE argent_sujets AS
WITH payeurs AS (
    SELECT sujet_type, sujet_id,
           count(DISTINCT (financeur_id, financeur)) FILTER (famille IS DISTINCT FROM 'Aucun') AS n_financeurs,
           list(DISTINCT financeur ORDER BY lower(financeur)) FILTER (famille IS DISTINCT FROM 'Aucun') AS financeurs,
           coalesce(bool_or(famille = 'Aucun'), false) AS sans_financeur
    FROM (
        SELECT sujet_type, sujet_id, financeur_id, financeur, famille FROM financements_lus
        UNION
        SELECT sujet_type, sujet_id, financeur_id, financeur, famille
        FROM lignes_lues JOIN budgets_lus USING (budget_id)
        WHERE cote = 'produit' AND montant_eur IS NOT NULL AND financeur_id IS NOT NULL
    )
    GROUP BY ALL
),
ecarts AS (
    SELECT sujet_type, sujet_id, count(*) AS n_constats FROM constats WHERE domaine = 'argent' GROUP BY ALL
)
SELECT numero, position, sujet_type, sujet_id, titre, structure,
       situation_cout(n_valides, n_constats, n_cites) AS situation,
       CASE WHEN n_valides = 1 THEN dit.montant_eur END AS total_eur,
       CASE WHEN n_valides = 1 THEN dit.bas_eur END AS bas_eur, CASE WHEN n_valides = 1 THEN dit.haut_eur END AS haut_eur,
       CASE WHEN n_valides = 1 THEN dit.precision END AS precision,
       dit.annee AS annee_cout, dit.periodicite AS periodicite, dit.budget AS cout_budget, dit.source AS source_cout,
       dit.fichier AS fichier_cout, dit.ligne AS ligne_cout,
       coalesce(n_financeurs, 0) AS n_financeurs, coalesce(financeurs, []) AS financeurs,
       coalesce(sans_financeur, false) AS sans_financeur, coalesce(n_constats, 0) AS n_constats
FROM sujets
LEFT JOIN couts_retenus(NULL, NULL) USING (sujet_type, sujet_id)
LEFT JOIN payeurs USING (sujet_type, sujet_id)
LEFT JOIN ecarts USING (sujet_type, sujet_id)
WHERE sujet_type IN ('action', 'evenement')
ORDER BY situation, coalesce(total_eur, bas_eur) DESC NULLS LAST, numero;

-- A finding about money bears no exercice: it holds whatever the years.
CREATE MACRO argent_du_perimetre(departement, bassin, premier, dernier) AS TABLE
FROM argent_sujets
WHERE premier IS NULL AND dernier IS NULL AND position IN (FROM positions_du_perimetre(departement, bassin, NULL, NULL))
UNION ALL
SELECT argent_sujets.* REPLACE (
           situation_cout(n_valides, n_constats, n_cites) AS situation,
           CASE WHEN n_valides = 1 THEN dit.montant_eur END AS total_eur,
           CASE WHEN n_valides = 1 THEN dit.bas_eur END AS bas_eur, CASE WHEN n_valides = 1 THEN dit.haut_eur END AS haut_eur,
           CASE WHEN n_valides = 1 THEN dit.precision END AS precision,
           dit.annee AS annee_cout, dit.periodicite AS periodicite, dit.budget AS cout_budget,
           dit.source AS source_cout, dit.fichier AS fichier_cout, dit.ligne AS ligne_cout
       )
FROM argent_sujets LEFT JOIN couts_retenus(premier, dernier) AS couts USING (sujet_type, sujet_id)
WHERE (premier IS NOT NULL OR dernier IS NOT NULL)
  AND (position IN (FROM positions_du_perimetre(departement, bassin, premier, dernier))
       OR (couts.n_cites > 0 AND position IN (FROM positions_du_perimetre(departement, bassin, NULL, NULL))));

-- Their words are read where they stand: those that nobody has reviewed are withheld there.
CREATE TABLE montants_a_part AS
SELECT position, numero, sujet_type, sujet_id, titre, montant_eur, borne_basse_eur, borne_haute_eur, precision, role,
       periodicite,
       annee, source, fichier, ligne
FROM montants_lus JOIN sujets USING (sujet_type, sujet_id)
WHERE a_part
ORDER BY numero, fichier, ligne, role, montant_eur;

CREATE TABLE comptes_communes AS
SELECT code_commune, lieux_sujets.code_departement, annee_debut, annee_fin,
       count(*) FILTER (sujet_type = 'action') AS n_actions, count(*) FILTER (sujet_type = 'evenement') AS n_evenements
FROM lieux_sujets
WHERE code_commune IS NOT NULL
GROUP BY ALL ORDER BY code_commune;

CREATE TABLE comptes_departements AS
WITH places AS (
    SELECT sujet_type, sujet_id, code_departement, annee_debut, annee_fin,
           bool_and(code_commune IS NULL) AS sans_commune
    FROM lieux_sujets GROUP BY ALL
)
SELECT code_departement, annee_debut, annee_fin, count(*) FILTER (sujet_type = 'action') AS n_actions,
       count(*) FILTER (sujet_type = 'action' AND sans_commune) AS n_sans_commune,
       count(*) FILTER (sujet_type = 'evenement') AS n_evenements
FROM places
GROUP BY ALL ORDER BY code_departement;
