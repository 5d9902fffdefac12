-- What funders are said to bring to the subjects of a position, one column for each nature of amounts: never added
-- up.
-- temp apports : one row an amount that a funder is said to bring to a subject, of one nature (prevu, realise, cite,
--   demande, accorde, verse); without amount where a funder is named and nothing more
-- table familles_positions : one row a position and family of funders (empty: a label of nobody), an amount for each
--   nature; n_sujets: subjects where the family is named, n_sans_montant: those where no amount of its is known
-- table prives_positions : one row a position and private donor, an amount for each nature
-- table natures_positions : one row a position and nature of amounts: how many there are, of how many subjects, on
--   which years, from which loads

CREATE TEMP TABLE apports AS
SELECT sujet_type, sujet_id, financeur_id, famille, exercice AS annee, lignes_lues.source,
       CASE nature WHEN 'previsionnel' THEN 'prevu' WHEN 'realise' THEN 'realise' END AS nature, montant_eur
FROM lignes_lues JOIN budgets_lus USING (budget_id)
WHERE etat = 'validee' AND cote = 'produit' AND niveau = 'detail' AND financeur_id IS NOT NULL
  AND montant_eur IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, financeur_id, famille, annee, source, 'cite', montant_eur
FROM montants_lus WHERE etat = 'validee' AND role = 'produit' AND financeur_id IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, financeur_id, famille, exercice, source, unnest(['demande', 'accorde', 'verse']),
       unnest([demande_eur, accorde_eur, verse_eur])
FROM financements_lus WHERE etat = 'validee';

CREATE TABLE familles_positions AS
WITH par_sujet AS (
    SELECT famille, sujet_type, sujet_id, sum(montant_eur) FILTER (nature = 'prevu') AS prevu_eur,
           sum(montant_eur) FILTER (nature = 'realise') AS realise_eur,
           sum(montant_eur) FILTER (nature = 'cite') AS cite_eur,
           sum(montant_eur) FILTER (nature = 'demande') AS demande_eur,
           sum(montant_eur) FILTER (nature = 'accorde') AS accorde_eur,
           sum(montant_eur) FILTER (nature = 'verse') AS verse_eur
    FROM apports GROUP BY ALL
)
SELECT position, famille, sum(prevu_eur)::DECIMAL(38, 2) AS prevu_eur, sum(realise_eur)::DECIMAL(38, 2) AS realise_eur,
       sum(cite_eur)::DECIMAL(38, 2) AS cite_eur, sum(demande_eur)::DECIMAL(38, 2) AS demande_eur,
       sum(accorde_eur)::DECIMAL(38, 2) AS accorde_eur, sum(verse_eur)::DECIMAL(38, 2) AS verse_eur,
       count(*) AS n_sujets,
       count(*) FILTER (
           coalesce(prevu_eur, realise_eur, cite_eur, demande_eur, accorde_eur, verse_eur) IS NULL
       ) AS n_sans_montant
FROM par_sujet JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY position;

CREATE TABLE prives_positions AS
SELECT position, financeur_id, sum(montant_eur) FILTER (nature = 'prevu')::DECIMAL(38, 2) AS prevu_eur,
       sum(montant_eur) FILTER (nature = 'realise')::DECIMAL(38, 2) AS realise_eur,
       sum(montant_eur) FILTER (nature = 'cite')::DECIMAL(38, 2) AS cite_eur,
       sum(montant_eur) FILTER (nature = 'demande')::DECIMAL(38, 2) AS demande_eur,
       sum(montant_eur) FILTER (nature = 'accorde')::DECIMAL(38, 2) AS accorde_eur,
       sum(montant_eur) FILTER (nature = 'verse')::DECIMAL(38, 2) AS verse_eur
FROM apports JOIN sujets USING (sujet_type, sujet_id)
WHERE famille = 'Privé'
GROUP BY ALL ORDER BY position;

CREATE TABLE natures_positions AS
WITH par_sujet AS (
    SELECT nature, sujet_type, sujet_id, source, count(*) AS n_montants, min(annee) AS annee_min,
           max(annee) AS annee_max,
           count(*) FILTER (annee IS NULL) AS n_sans_annee
    FROM apports WHERE nature IS NOT NULL AND montant_eur IS NOT NULL GROUP BY ALL
)
SELECT position, nature, count(DISTINCT numero) AS n_sujets, sum(n_montants)::BIGINT AS n_montants,
       min(annee_min) AS annee_min, max(annee_max) AS annee_max, sum(n_sans_annee)::BIGINT AS n_sans_annee,
       list(DISTINCT source ORDER BY source) AS sources
FROM par_sujet JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY position;

DROP TABLE apports; DROP TABLE montants_lus;
