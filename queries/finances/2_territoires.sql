-- Money by territory and year, placed where actions take place: an action over several communes is shared between them by
-- population, and counts once in every total. Every division that is loaded, the département among them.

CREATE OR REPLACE TABLE zones_finances AS
SELECT DISTINCT division, code_zone AS territoire, code_commune FROM zones_communes
WHERE (debut IS NULL OR debut <= getvariable('jour')) AND (fin IS NULL OR fin >= getvariable('jour'))
UNION ALL SELECT 'departement', code_departement, code_commune FROM communes;

CREATE OR REPLACE TEMP TABLE parts AS
SELECT sujet_type, sujet_id, division, territoire, sum(part) AS part
FROM lieux_sujets JOIN zones_finances USING (code_commune) WHERE part IS NOT NULL GROUP BY ALL
UNION ALL
SELECT sujet_type, sujet_id, 'departement', code_departement, 1.0 FROM lieux_sujets
WHERE code_commune IS NULL AND code_departement IS NOT NULL;

CREATE OR REPLACE TABLE finances_territoires AS
SELECT division, territoire, exercice AS annee,
       sum(demande_eur * part) AS demande_eur, sum(subventions_eur * part) FILTER (accorde_eur IS NOT NULL) AS accorde_eur,
       sum(verse_eur * part) AS verse_eur,
       -- Asked less granted, and cost less granted and own resources, only where both are known.
       sum((demande_eur - accorde_eur) * part) AS refuse_eur, sum(ecart_eur * part) AS manque_eur,
       sum(cout_eur * part) AS cout_eur,
       count(*) AS n_plans, count(accorde_eur) AS n_accordes, count(demande_eur - accorde_eur) AS n_demandes,
       count(ecart_eur) AS n_manques
FROM plans_financement JOIN parts USING (sujet_type, sujet_id)
WHERE exercice IS NOT NULL
GROUP BY ALL;

-- Population of every zone in every year, NULL when that of one of its communes is unknown.
CREATE OR REPLACE TABLE populations_divisions AS
SELECT division, territoire, annee,
       CASE WHEN count(population) = count(*) THEN sum(population)::BIGINT END AS population,
       any_value(communes.code_departement) AS code_departement, count(DISTINCT communes.code_departement) AS n_departements
FROM zones_finances
JOIN communes USING (code_commune)
LEFT JOIN populations_retenues USING (code_commune)
WHERE annee IS NOT NULL
GROUP BY ALL;
