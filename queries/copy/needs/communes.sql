-- The communes that needs and offers are looked at in, and what is officially known of them.
-- table communes_habitees : one row a commune, with its bassin, its position and its latest population
-- table contexte_retenu : one row an official variable and commune: the figure that is shown, with its year and source

CREATE TABLE communes_habitees AS
SELECT communes.code_departement, communes.code_commune, communes.nom, code_bassin, bassin, longitude, latitude, population
FROM communes LEFT JOIN communes_bassins USING (code_commune) LEFT JOIN dernieres_populations USING (code_commune)
ORDER BY communes.code_departement, communes.code_commune;

-- The latest year, from the source that knows most communes of the
-- département, then the larger one.
CREATE TABLE contexte_retenu AS
WITH places AS (
    SELECT contexte_communes.*, communes.code_departement
    FROM contexte_communes JOIN communes USING (code_commune)
),
tailles AS (SELECT source, count(*) AS n FROM contexte_communes GROUP BY source),
sources_tenues AS (
    SELECT variable, code_departement, annee, source,
           row_number() OVER (PARTITION BY variable, code_departement
                              ORDER BY annee DESC, count(valeur) DESC, any_value(tailles.n) DESC, source) AS ordre
    FROM places JOIN tailles USING (source) GROUP BY variable, code_departement, annee, source
)
SELECT places.code_departement, variable, code_commune, annee, valeur, marque, censure, source
FROM places JOIN sources_tenues USING (variable, code_departement, annee, source)
WHERE ordre = 1
ORDER BY places.code_departement, variable, code_commune;
