-- Where counts are few enough to be copied, what is published of them is a table: a page then joins nothing.
CREATE OR REPLACE TABLE mesures_copiees AS FROM mesures_publiees;
DROP VIEW mesures_publiees;
ALTER TABLE mesures_copiees RENAME TO mesures_publiees;
