-- What a committee wrote that could not be read: the copy is made without it, and the pages that need it say so.
-- table refus_catalogue : one row a file of the catalogue that could not be read, and why (French)
CREATE TABLE refus_catalogue (fichier VARCHAR, raison VARCHAR);
