-- What each indicator needs, and how far it is filled in. A reference (population, price index) is no field.
-- table champs_renseignes : one row an indicator, département and field that it needs: how many facts fill it in, of how many

CREATE TABLE champs_renseignes AS
SELECT code_departement, indicateur, champ, n_renseignes, n_total
FROM (SELECT id AS indicateur, unnest(champs) AS champ FROM indicateurs) JOIN champs_departements USING (champ);
