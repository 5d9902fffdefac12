-- What each indicator needs, and how far it is filled in, by département. A reference (population, price index) is no field.
CREATE OR REPLACE TABLE champs_renseignes AS
SELECT code_departement, indicateur, champ, n_renseignes, n_total
FROM (SELECT id AS indicateur, unnest(champs) AS champ FROM indicateurs) JOIN champs_departements USING (champ)
