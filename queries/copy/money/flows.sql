-- Where granted subsidies come from and go to: family, funder, dimension, theme, bassin, each granted euro once. An
-- action over several communes is shared between them by population, one of several themes equally between these.
-- What is not attributed stays a flow of its own, so that every level has the same total.
-- table flux_themes : one row a département, exercice, family, funder, dimension, theme and bassin: the euros granted
-- table flux : one row the same without theme: themes multiply the rows, and few readers ask for them

CREATE TABLE flux_themes AS
WITH parts_bassins AS (
    SELECT sujet_type, sujet_id, code_departement, code_bassin, sum(part) AS part
    FROM lieux_sujets WHERE part IS NOT NULL GROUP BY ALL
),
situes AS (
    SELECT aides.sujet_type, aides.sujet_id, annee, famille, aides.financeur,
           coalesce(parts_bassins.code_departement, sujets.code_departement) AS code_departement,
           parts_bassins.code_bassin,
           accorde_eur::DOUBLE * coalesce(part, 1.0) AS montant_eur
    FROM financements_lus AS aides
    LEFT JOIN parts_bassins USING (sujet_type, sujet_id)
    LEFT JOIN sujets USING (sujet_type, sujet_id)
    WHERE subvention AND accorde_eur IS NOT NULL
),
dimensions AS (SELECT 'action' AS sujet_type, action_id AS sujet_id, dimension FROM actions),
themes AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id, mot_cle, 1.0 / count(*) OVER (PARTITION BY action_id) AS part
    FROM (SELECT DISTINCT action_id, mot_cle FROM actions_mots_cles)
)
SELECT situes.code_departement, annee, coalesce(famille, 'Famille à préciser') AS famille, financeur,
       coalesce(dimension, 'Dimension non dite') AS dimension, coalesce(mot_cle, 'Thème non dit') AS theme,
       coalesce(code_bassin, 'Sans commune connue') AS bassin,
       sum(montant_eur * coalesce(themes.part, 1.0)) AS montant_eur
FROM situes LEFT JOIN dimensions USING (sujet_type, sujet_id) LEFT JOIN themes USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY situes.code_departement, annee;

CREATE TABLE flux AS
SELECT code_departement, annee, famille, financeur, dimension, bassin, sum(montant_eur) AS montant_eur
FROM flux_themes GROUP BY ALL ORDER BY code_departement, annee;
