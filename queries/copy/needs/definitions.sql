-- The needs that offers are held against, read from ``besoins_ecrits``: ``queries/catalogue/besoins.csv`` as people wrote it.
-- table besoins : one row a need (a public or a theme), with the labels or the ages that answer it

CREATE TABLE besoins AS FROM besoins_ecrits;
