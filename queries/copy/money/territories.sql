-- Money by territory and year, placed where actions take place: an action over several communes is shared between
-- them by population, and counts once in every total. Every division that is loaded; the département alone holds what
-- has no place within it: structures, actions without commune.
-- view zones_finances : one row a commune of a zone, in every division that is loaded; the département is one
-- temp parts : one row a subject and zone, within a département: the share of the subject that it holds
-- table finances_territoires : one row a zone, within a département, and exercice: what its plans ask, were granted
--   and paid, and what they lack, in euros
-- table populations_divisions : one row a zone, within a département, and year: its population; empty when that of
--   one of its communes is unknown
-- table zones_nommees : one row a zone: its name, which says when a département holds only a part of it
-- table argent_communes : one row a commune and exercice: what is granted where actions take place, what is granted
--   at the seat of who carries them, and what is published at the seat of who receives it: three maps that are never
--   merged. Money of no known exercice is in none, as in finances_territoires
-- temp communes_financees : one row a commune where an action still active has money granted, by its last exercice
--   that tells. Dropped once the distances to them are known

CREATE VIEW zones_finances AS
SELECT code_departement, division, code_zone AS territoire, code_commune FROM divisions_communes
UNION ALL SELECT code_departement, 'departement', code_departement, code_commune FROM communes;

-- A zone over several départements is told in each for its part there.
CREATE TEMP TABLE parts AS
SELECT sujet_type, sujet_id, zones_finances.code_departement, division, territoire, sum(part) AS part
FROM lieux_sujets JOIN zones_finances USING (code_commune) WHERE part IS NOT NULL GROUP BY ALL
UNION ALL
SELECT sujet_type, sujet_id, code_departement, 'bassin', code_bassin, sum(part) FROM lieux_sujets
WHERE code_commune IS NULL AND code_bassin IS NOT NULL AND part IS NOT NULL GROUP BY ALL;

INSERT INTO parts
SELECT sujet_type, sujet_id, code_departement, 'departement', code_departement, 1.0
FROM sujets ANTI JOIN (FROM parts WHERE division = 'departement') USING (sujet_type, sujet_id)
WHERE code_departement IS NOT NULL;

CREATE TABLE finances_territoires AS
SELECT code_departement, division, territoire, exercice AS annee, sum(demande_eur * part) AS demande_eur,
       sum(accorde_eur * part) AS accorde_eur, sum(verse_eur * part) AS verse_eur, sum(refuse_eur * part) AS refuse_eur,
       -- What is short in each plan: what another has beyond its cost fills no gap.
       sum(greatest(ecart_eur, 0) * part) FILTER (ecart_eur IS NOT NULL) AS manque_eur,
       count(*) AS n_plans, count(accorde_eur) AS n_accordes, count(refuse_eur) AS n_demandes,
       count(ecart_eur) AS n_manques
FROM plans_financement JOIN parts USING (sujet_type, sujet_id)
WHERE exercice IS NOT NULL
GROUP BY ALL
ORDER BY code_departement, division;

CREATE TABLE populations_divisions AS
SELECT code_departement, division, territoire, annee,
       CASE WHEN count(population) = count(*) THEN sum(population)::BIGINT END AS population
FROM zones_finances LEFT JOIN populations_retenues USING (code_commune)
WHERE annee IS NOT NULL
GROUP BY ALL;

CREATE TABLE zones_nommees AS
WITH partagees AS (
    SELECT division, territoire FROM zones_finances GROUP BY ALL HAVING count(DISTINCT code_departement) > 1
)
SELECT zones.division, code_zone AS territoire, rang,
       CASE WHEN partagees.territoire IS NULL THEN nom ELSE nom || ' (partie du département)' END AS nom
FROM zones LEFT JOIN partagees ON partagees.division = zones.division AND territoire = code_zone
UNION ALL SELECT 'departement', code_departement, 0, nom FROM departements;

CREATE TABLE argent_communes AS
WITH places AS (
    SELECT code_commune, exercice AS annee, sum(accorde_eur * part) AS accorde_eur, count(accorde_eur) AS n_accordes,
           count(*) AS n_plans
    FROM plans_financement JOIN lieux_sujets USING (sujet_type, sujet_id)
    WHERE exercice IS NOT NULL AND code_commune IS NOT NULL AND part IS NOT NULL GROUP BY ALL
),
sieges AS (
    SELECT sieges_structures.code_commune, exercice AS annee, sum(accorde_eur) AS siege_eur,
           count(accorde_eur) AS n_sieges,
           count(*) AS n_plans_sieges
    FROM plans_financement
    JOIN actions ON sujet_type = 'action' AND sujet_id = action_id
    JOIN sieges_structures USING (structure_id)
    WHERE exercice IS NOT NULL GROUP BY ALL
),
publiees AS (
    SELECT code_commune, exercice AS annee, sum(montant_eur) AS publie_eur, count(*) AS n_publies
    FROM subventions_situees
    WHERE etape = 'accorde' AND nature <> 'nature' AND exercice IS NOT NULL AND code_commune IS NOT NULL GROUP BY ALL
)
SELECT code_commune, annee, communes.code_departement, accorde_eur, n_accordes, n_plans, siege_eur, n_sieges,
       n_plans_sieges,
       publie_eur, n_publies
FROM places FULL JOIN sieges USING (code_commune, annee) FULL JOIN publiees USING (code_commune, annee)
JOIN communes USING (code_commune);

CREATE TEMP TABLE communes_financees AS
WITH derniers AS (
    FROM plans_actifs WHERE accorde_eur IS NOT NULL QUALIFY exercice = max(exercice) OVER (PARTITION BY action_id)
)
SELECT DISTINCT code_commune FROM lieux_sujets JOIN derniers ON sujet_type = 'action' AND sujet_id = action_id
WHERE accorde_eur > 0 AND code_commune IS NOT NULL;

DROP TABLE parts; DROP TABLE sieges_structures;
