-- The years and the day of what is recorded: all that the tables of the territory need to know of it, so that they are kept where
-- a fiche more changes neither.
-- table observation : one row: the day of observation (« within twelve months » counts from there) and the last year
--   that bears facts
-- table annees_documentees : one row a year, from the first to the last that bears facts

-- The day of the snapshot, or the last day of the last year that bears facts when that is over.
CREATE TABLE observation AS
WITH faits AS (SELECT max(annee_fin) AS annee FROM sujets_situes)
SELECT least(getvariable('jour')::DATE, make_date(annee::INTEGER, 12, 31)) AS jour, annee::INTEGER AS derniere_annee
FROM faits;

CREATE TABLE annees_documentees AS
SELECT unnest(range(min(annee_debut), max(annee_fin) + 1))::INTEGER AS annee FROM sujets_situes
WHERE annee_debut IS NOT NULL;
