-- Money by territory and year, placed where actions take place: an action over several communes is shared between them by
-- population, and counts once in every total. Every division that is loaded; the département alone holds what has no
-- place within it: structures, actions without commune.

CREATE OR REPLACE VIEW zones_finances AS
SELECT division, code_zone AS territoire, code_commune FROM divisions_communes
UNION ALL SELECT 'departement', code_departement, code_commune FROM communes;

CREATE OR REPLACE TEMP TABLE parts AS
SELECT sujet_type, sujet_id, division, territoire, sum(part) AS part
FROM lieux_sujets JOIN zones_finances USING (code_commune) WHERE part IS NOT NULL GROUP BY ALL;

INSERT INTO parts
SELECT sujet_type, sujet_id, 'departement', code_departement, 1.0 FROM sujets ANTI JOIN parts USING (sujet_type, sujet_id)
WHERE code_departement IS NOT NULL;

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

-- Granted money in each commune and exercice: where actions take place, and at the seat of who carries them; then the
-- published grants, at the seat of who receives them. Three maps that are never merged.
CREATE OR REPLACE TABLE argent_communes AS
WITH places AS (
    SELECT code_commune, exercice AS annee, sum(subventions_eur * part) FILTER (accorde_eur IS NOT NULL) AS accorde_eur,
           count(accorde_eur) AS n_accordes, count(*) AS n_plans
    FROM plans_financement JOIN lieux_sujets USING (sujet_type, sujet_id)
    WHERE code_commune IS NOT NULL AND part IS NOT NULL GROUP BY ALL
),
sieges AS (
    SELECT sieges_structures.code_commune, exercice AS annee,
           sum(subventions_eur) FILTER (accorde_eur IS NOT NULL) AS siege_eur, count(accorde_eur) AS n_sieges,
           count(*) AS n_plans_sieges
    FROM plans_financement
    JOIN actions ON sujet_type = 'action' AND sujet_id = action_id
    JOIN sieges_structures USING (structure_id)
    GROUP BY ALL
),
publiees AS (
    SELECT code_commune, exercice AS annee, sum(montant_eur) AS publie_eur, count(*) AS n_publies
    FROM subventions_situees WHERE etape = 'accorde' AND code_commune IS NOT NULL GROUP BY ALL
)
SELECT code_commune, annee, communes.code_departement, accorde_eur, n_accordes, n_plans, siege_eur, n_sieges, n_plans_sieges,
       publie_eur, n_publies
FROM places FULL JOIN sieges USING (code_commune, annee) FULL JOIN publiees USING (code_commune, annee)
JOIN communes USING (code_commune);

DROP TABLE sieges_structures;
