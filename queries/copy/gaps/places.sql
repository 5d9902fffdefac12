-- Territories in the one order of every screen.
-- table territoires_ordonnes : one row a territory of the four levels, under its département, with the bassin of most of its
--   communes and its rank among those of its level

CREATE TABLE territoires_ordonnes AS
WITH bassins AS (
    SELECT niveau, territoire, mode(code_bassin) AS code_bassin
    FROM territoires_communes JOIN communes_bassins USING (code_commune)
    WHERE niveau <> 'departement' GROUP BY ALL
)
SELECT t.code_departement, niveau, territoire, t.nom, code_bassin, zones.nom AS bassin,
       row_number() OVER (
           PARTITION BY t.code_departement, niveau
           ORDER BY CASE niveau WHEN 'bassin' THEN t.rang END, plie(t.nom), territoire
       ) AS ordre
FROM territoires_niveaux AS t
LEFT JOIN bassins USING (niveau, territoire)
LEFT JOIN zones ON zones.division = 'bassin' AND zones.code_zone = code_bassin
ORDER BY t.code_departement, niveau, ordre;
