-- Territories, at every level: what does not depend on what takes place in them.
-- table territoires_communes : one row for each territory of a level and each of its communes; a commune of no bassin
--   has no row at that level
-- table territoires_niveaux : one row a territory of the four levels
-- table divisions_communes : one row for each zone and each of its communes, on the day of observation
-- table populations_retenues : one row for each commune and year that bears facts: its population; origine « reportee
--   »: that of annee_population, the nearest year with a legal one, never an extrapolation
-- table populations_territoires : one row for each territory and year that bears facts: its population; empty when
--   that of one of its communes is unknown

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
WITH proches AS (
    SELECT code_commune, annees.annee,
           arg_min({annee_population: populations.annee, population: population, origine: origine},
                   abs(populations.annee - annees.annee) * 2 + (populations.annee > annees.annee)::INTEGER) AS p
    FROM annees_documentees AS annees, populations GROUP BY ALL
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
