-- What funders are said to bring to the subjects of a position, one column for each nature of amounts: never added
-- up.
-- temp apports : one row an amount that a funder is said to bring to a subject, of one nature (prevu, realise, cite,
--   demande, accorde, verse); without amount where a funder is named and nothing more
-- table familles_positions : one row a subject, exercice (empty: unknown) and family of funders (empty: a label of
--   nobody), with its position and an amount for each nature
-- table prives_positions : one row a position, exercice and private donor, an amount for each nature
-- table natures_positions : one row a subject, nature of amounts, exercice and load, with its position: how many there
--   are

CREATE TEMP TABLE apports AS
SELECT sujet_type, sujet_id, financeur_id, famille, annee, lignes_lues.source,
       CASE nature WHEN 'previsionnel' THEN 'prevu' WHEN 'realise' THEN 'realise' END AS nature, montant_eur
FROM lignes_lues JOIN budgets_lus USING (budget_id)
WHERE etat = 'validee' AND cote = 'produit' AND niveau = 'detail' AND financeur_id IS NOT NULL
  AND montant_eur IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, financeur_id, famille, exercice, source, 'cite', montant_eur
FROM montants_lus WHERE etat = 'validee' AND role = 'produit' AND financeur_id IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, financeur_id, famille, annee, source, unnest(['demande', 'accorde', 'verse']),
       unnest([demande_eur, accorde_eur, verse_eur])
FROM financements_lus WHERE etat = 'validee';

CREATE TABLE familles_positions AS
SELECT position, numero, annee, famille, sum(montant_eur) FILTER (nature = 'prevu')::DECIMAL(38, 2) AS prevu_eur,
       sum(montant_eur) FILTER (nature = 'realise')::DECIMAL(38, 2) AS realise_eur,
       sum(montant_eur) FILTER (nature = 'cite')::DECIMAL(38, 2) AS cite_eur,
       sum(montant_eur) FILTER (nature = 'demande')::DECIMAL(38, 2) AS demande_eur,
       sum(montant_eur) FILTER (nature = 'accorde')::DECIMAL(38, 2) AS accorde_eur,
       sum(montant_eur) FILTER (nature = 'verse')::DECIMAL(38, 2) AS verse_eur
FROM apports JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY position;

CREATE TABLE prives_positions AS
SELECT position, annee, financeur_id, sum(montant_eur) FILTER (nature = 'prevu')::DECIMAL(38, 2) AS prevu_eur,
       sum(montant_eur) FILTER (nature = 'realise')::DECIMAL(38, 2) AS realise_eur,
       sum(montant_eur) FILTER (nature = 'cite')::DECIMAL(38, 2) AS cite_eur,
       sum(montant_eur) FILTER (nature = 'demande')::DECIMAL(38, 2) AS demande_eur,
       sum(montant_eur) FILTER (nature = 'accorde')::DECIMAL(38, 2) AS accorde_eur,
       sum(montant_eur) FILTER (nature = 'verse')::DECIMAL(38, 2) AS verse_eur
FROM apports JOIN sujets USING (sujet_type, sujet_id)
WHERE famille = 'Privé'
GROUP BY ALL ORDER BY position;

CREATE TABLE natures_positions AS
SELECT position, nature, numero, annee, source, count(*) AS n_montants
FROM apports JOIN sujets USING (sujet_type, sujet_id)
WHERE nature IS NOT NULL AND montant_eur IS NOT NULL
GROUP BY ALL ORDER BY position;

DROP TABLE apports; DROP TABLE montants_lus;
