-- Where granted money comes from and goes to: family, funder, dimension, bassin, each granted euro once. What is not
-- attributed stays a flow of its own, so that every level has the same total.
CREATE OR REPLACE TABLE flux AS
WITH parts_bassins AS (
    SELECT sujet_type, sujet_id, lieux.code_departement, code_bassin, sum(part) AS part
    FROM lieux_sujets AS lieux GROUP BY ALL
),
situes AS (
    SELECT aides.sujet_type, aides.sujet_id, exercice, famille, aides.financeur, accorde_eur::DOUBLE AS montant_eur,
           coalesce(parts_bassins.code_departement, sujets.code_departement) AS code_departement, parts_bassins.code_bassin,
           coalesce(part, 1.0) AS part
    FROM aides
    LEFT JOIN parts_bassins USING (sujet_type, sujet_id)
    LEFT JOIN sujets USING (sujet_type, sujet_id)
    WHERE accorde_eur IS NOT NULL AND nature <> 'nature'
),
dimensions AS (SELECT 'action' AS sujet_type, action_id AS sujet_id, dimension FROM actions)
SELECT situes.code_departement, exercice AS annee, coalesce(famille, 'Famille à préciser') AS famille, financeur,
       coalesce(dimension, 'Dimension non dite') AS dimension,
       coalesce(code_bassin, 'Sans commune connue') AS bassin,
       sum(montant_eur * part) AS montant_eur, count(DISTINCT sujet_id) AS n_sujets
FROM situes LEFT JOIN dimensions USING (sujet_type, sujet_id)
GROUP BY ALL;
