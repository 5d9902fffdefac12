-- Where counts are few enough to be copied, what is published of them is a table: a page then joins nothing.
-- table mesures_publiees : one row a statement of a quantity, empty and ``secret`` when it is withheld
-- temp mesures_copiees : the same until the view of that name is gone

CREATE OR REPLACE TABLE mesures_copiees AS FROM mesures_publiees;
DROP VIEW mesures_publiees;
ALTER TABLE mesures_copiees RENAME TO mesures_publiees;
