-- Territories, at every level, and what takes place in each.
-- table observation : one row: the day of observation (« within twelve months » counts from there) and the last year
--   that bears facts
-- table territoires_communes : one row for each territory of a level and each of its communes; a commune of no bassin
--   has no row at that level
-- table territoires_niveaux : one row a territory of the four levels
-- table divisions_communes : one row for each zone and each of its communes, on the day of observation
-- table populations_retenues : one row for each commune and year that bears facts: its population; origine « reportee
--   »: that of annee_population, the nearest year with a legal one, never an extrapolation
-- table populations_territoires : one row for each territory and year that bears facts: its population; empty when
--   that of one of its communes is unknown
-- table sujets_territoires : one row for each action or event and territory where it takes place, with the years it
--   lasts; part: the territory's share of the subject (see lieux_sujets)
-- view sujets_territoires_annees : one row a subject, territory and year of activity; part as in sujets_territoires
-- table actions_annees : one row an action, territory and year of activity; part: the territory's share of the action

-- The day of the snapshot, or the last day of the last year that bears facts when that is over.
CREATE TABLE observation AS
WITH faits AS (SELECT max(annee_fin) AS annee FROM sujets_situes)
SELECT least(getvariable('jour')::DATE, make_date(annee::INTEGER, 12, 31)) AS jour, annee::INTEGER AS derniere_annee
FROM faits;

CREATE TABLE territoires_communes AS
SELECT 'commune' AS niveau, code_commune AS territoire, code_commune FROM communes
UNION ALL SELECT 'epci', code_zone, code_commune FROM zones_communes WHERE division = 'epci'
UNION ALL SELECT DISTINCT 'bassin', code_bassin, code_commune FROM communes_bassins
UNION ALL SELECT 'departement', code_departement, code_commune FROM communes;

-- An EPCI over several départements stands in the one of most of its communes.
CREATE TABLE territoires_niveaux AS
SELECT 'commune' AS niveau, code_commune AS territoire, nom, code_departement, 0 AS rang FROM communes
UNION ALL
SELECT division, code_zone, zones.nom, coalesce(zones.code_departement, mode(communes.code_departement)), zones.rang
FROM zones JOIN zones_communes USING (division, code_zone) JOIN communes USING (code_commune)
WHERE division IN ('epci', 'bassin') GROUP BY division, code_zone, zones.nom, zones.code_departement, zones.rang
UNION ALL
SELECT 'departement', code_departement, nom, code_departement, 0 FROM departements;

CREATE TABLE divisions_communes AS
SELECT DISTINCT code_departement, division, code_zone, code_commune
FROM zones_communes JOIN communes USING (code_commune), observation
WHERE (debut IS NULL OR debut <= jour) AND (fin IS NULL OR fin >= jour)
ORDER BY code_departement, division, code_commune;

CREATE TABLE populations_retenues AS
WITH annees AS (
    SELECT unnest(range(min(annee_debut), max(annee_fin) + 1))::INTEGER AS annee FROM sujets_situes
    WHERE annee_debut IS NOT NULL
),
proches AS (
    SELECT code_commune, annees.annee,
           arg_min({annee_population: populations.annee, population: population, origine: origine},
                   abs(populations.annee - annees.annee) * 2 + (populations.annee > annees.annee)::INTEGER) AS p
    FROM annees, populations GROUP BY ALL
)
SELECT code_commune, annee, p.population AS population, p.annee_population AS annee_population,
       CASE WHEN annee = p.annee_population THEN p.origine ELSE 'reportee' END AS origine
FROM proches;

CREATE TABLE populations_territoires AS
SELECT niveau, territoire, annee, CASE WHEN count(population) = count(*) THEN sum(population)::BIGINT END AS population,
       any_value(annee_population) AS annee_population, bool_or(origine <> 'legale') AS estimee
FROM territoires_communes
LEFT JOIN (SELECT DISTINCT annee FROM populations_retenues) AS annees ON true
LEFT JOIN populations_retenues USING (code_commune, annee)
WHERE annee IS NOT NULL
GROUP BY ALL;

-- A subject known by its département alone stands at that level only.
CREATE TABLE sujets_territoires AS
SELECT sujet_type, sujet_id, niveau, territoire, annee_debut, annee_fin, sum(part) AS part
FROM lieux_sujets JOIN territoires_communes USING (code_commune)
GROUP BY ALL
UNION ALL
SELECT sujet_type, sujet_id, 'departement', code_departement, annee_debut, annee_fin, 1.0
FROM lieux_sujets WHERE code_commune IS NULL AND code_departement IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, 'bassin', code_bassin, annee_debut, annee_fin, 1.0
FROM lieux_sujets WHERE code_commune IS NULL AND code_bassin IS NOT NULL;

CREATE VIEW sujets_territoires_annees AS
SELECT sujet_type, sujet_id, niveau, territoire, part, unnest(range(annee_debut, annee_fin + 1))::INTEGER AS annee
FROM sujets_territoires WHERE annee_debut IS NOT NULL AND annee_fin IS NOT NULL;

CREATE TABLE actions_annees AS
SELECT sujet_id AS action_id, niveau, territoire, annee, part FROM sujets_territoires_annees
WHERE sujet_type = 'action';
