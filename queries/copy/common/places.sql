-- What every question shares: where and when each subject stands, and the shared filters. Tables rather than views: a
-- page asks them a dozen times, and planning a view costs more than reading its rows.
-- table communes_bassins : one row a commune of a bassin de vie on the day of the snapshot
-- table actions_situees : one row for each place of an action, its own only (neither its seat nor its catchment); an
--   action known by its département alone has one row, without commune
-- table evenements_situes : one row an event, whatever the number of sources that speak of it
-- macro jour_credible : a day, nothing when its year is none that the contract takes
-- macro plie : a label as labels are compared: folded (no case, no accent)
-- temp sujets_nommes : one row for each thing that a quantity or an amount can speak of, with its name and who leads
--   it
-- table sujets_situes : one row for each place of a subject; only actions and events bear years
-- temp sujets_positions : one row a subject, with its position
-- table positions : one row for each place of a position (subjects that stand in the same places and the same years
--   share one); situe: its commune is known
-- table sujets : one row a subject, numbered in the order of the names, with its position
-- macro positions_du_perimetre : positions that stand in a perimeter and years
-- macro sujets_du_perimetre : subjects that stand there
-- macro actions_du_perimetre : actions that stand there
-- table dernieres_populations : one row a commune, with its population of the last year
-- table centres_departements : one row a département: the middle of its mairies and its population
-- table lieux_sujets : one row for each place of an action or event; part: its share of the subject's population, so
--   that a cost over several communes counts once in every total; empty when a population it needs is unknown

-- Memberships that had ended, or not begun, do not count.
CREATE TABLE communes_bassins AS
SELECT zones_communes.code_commune, zones_communes.code_zone AS code_bassin, zones.nom AS bassin, zones.rang
FROM zones_communes JOIN zones USING (division, code_zone)
WHERE division = 'bassin'
  AND (debut IS NULL OR debut <= getvariable('jour')) AND (fin IS NULL OR fin >= getvariable('jour'));

CREATE MACRO jour_credible(jour) AS CASE WHEN year(jour) BETWEEN 1900 AND 2100 THEN jour END;

-- Years run as far as they are documented: an action said « En cours » lasts until the year its source was published,
-- when that is known, and no further, even if a later end is planned. A date that the contract refuses today may stand
-- in an older store: it is no date, or the years up to 9999 would be laid out one by one.
CREATE TABLE actions_situees AS
WITH dates AS (
    SELECT actions.action_id, actions.code_departement, statut, publiee_le,
           jour_credible(date_debut) AS date_debut, jour_credible(date_fin) AS date_fin
    FROM actions LEFT JOIN publications USING (source)
),
annees AS (
    SELECT action_id, code_departement,
           year(coalesce(date_debut, CASE WHEN date_fin IS NOT NULL THEN least(date_fin, publiee_le) END))
               AS annee_debut,
           CASE WHEN date_fin IS NOT NULL THEN greatest(year(date_debut), year(least(date_fin, publiee_le)))
                WHEN statut = 'En cours' THEN greatest(year(date_debut), year(publiee_le))
                ELSE year(date_debut) END AS annee_fin
    FROM dates
),
lieux AS (
    SELECT action_id, code_commune, code_departement FROM actions_lieux
    WHERE role = 'lieu' AND code_commune IS NOT NULL
)
SELECT annees.action_id,
       coalesce(communes.code_departement, lieux.code_departement, annees.code_departement) AS code_departement,
       lieux.code_commune, communes_bassins.code_bassin, annees.annee_debut, annees.annee_fin
FROM annees
LEFT JOIN lieux USING (action_id)
LEFT JOIN communes ON communes.code_commune = lieux.code_commune
LEFT JOIN communes_bassins ON communes_bassins.code_commune = lieux.code_commune;

CREATE TABLE evenements_situes AS
WITH uniques AS (
    SELECT evenement_id, any_value(nom ORDER BY source) AS nom, any_value(serie) AS serie,
           any_value(edition) AS edition,
           any_value(tenu_le ORDER BY source) AS tenu_le, any_value(precision ORDER BY source) AS precision,
           any_value(organisateur) AS organisateur, any_value(code_departement) AS code_departement,
           any_value(code_commune) AS code_commune, any_value(code_zone) AS code_zone, any_value(theme) AS theme,
           count(DISTINCT source) AS n_sources
    FROM evenements GROUP BY evenement_id
)
SELECT uniques.*, coalesce(uniques.code_zone, communes_bassins.code_bassin) AS code_bassin,
       year(jour_credible(tenu_le)) AS annee
FROM uniques LEFT JOIN communes_bassins USING (code_commune);

CREATE MACRO plie(texte) AS lower(strip_accents(replace(trim(texte), '’', '''')));

CREATE TEMP TABLE sujets_nommes AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, titre, structure, code_departement, NULL::VARCHAR AS code_bassin
FROM actions
UNION ALL
SELECT 'evenement', evenement_id, nom, organisateur, code_departement, code_bassin FROM evenements_situes
UNION ALL
SELECT 'instance', instance_id, any_value(nom), NULL, any_value(code_departement), any_value(code_zone)
FROM instances GROUP BY instance_id
UNION ALL
SELECT 'seance', seance_id, any_value(instances.nom || coalesce(', ' || strftime(tenue_le, '%d/%m/%Y'), '')), NULL,
       any_value(code_departement), any_value(code_zone)
FROM seances JOIN instances USING (instance_id) GROUP BY seance_id
UNION ALL
SELECT 'structure', structure_id, any_value(nom), any_value(nom), any_value(code_departement), NULL
FROM structures GROUP BY structure_id
UNION ALL
SELECT 'projet', projet_id, any_value(titre), NULL, any_value(communes.code_departement), NULL
FROM projets_sociaux
LEFT JOIN zones_communes ON division = 'epci' AND code_zone = code_epci
LEFT JOIN communes USING (code_commune)
GROUP BY projet_id;

CREATE TABLE sujets_situes AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, code_departement, code_bassin, code_commune IS NOT NULL AS situe,
       annee_debut, annee_fin
FROM actions_situees
UNION ALL
SELECT 'evenement', evenement_id, code_departement, code_bassin, code_commune IS NOT NULL, annee, annee
FROM evenements_situes
UNION ALL
SELECT sujet_type, sujet_id, code_departement, code_bassin, false, NULL, NULL
FROM sujets_nommes WHERE sujet_type NOT IN ('action', 'evenement');

-- Positions are few whatever the number of subjects, so a perimeter is chosen among them, and what is counted by
-- position adds up over any perimeter.
CREATE TEMP TABLE sujets_positions AS
SELECT *, dense_rank() OVER (ORDER BY lieux, annee_debut, annee_fin)::INTEGER AS position
FROM (
    SELECT sujet_type, sujet_id, list_sort(list(DISTINCT {d: code_departement, b: code_bassin, situe: situe})) AS lieux,
           any_value(annee_debut) AS annee_debut, any_value(annee_fin) AS annee_fin
    FROM sujets_situes GROUP BY ALL
);

CREATE TABLE positions AS
SELECT position, lieu.d AS code_departement, lieu.b AS code_bassin, lieu.situe AS situe, annee_debut, annee_fin
FROM (SELECT DISTINCT position, annee_debut, annee_fin, unnest(lieux) AS lieu FROM sujets_positions)
ORDER BY code_departement, code_bassin, position;

-- What is sorted by ``numero`` is listed as people read it, and joins are of numbers.
CREATE TABLE sujets AS
SELECT row_number() OVER (ORDER BY titre, sujet_type, sujet_id)::INTEGER AS numero, position, sujets_nommes.*
FROM sujets_nommes JOIN sujets_positions USING (sujet_type, sujet_id)
ORDER BY numero;

DROP TABLE sujets_nommes;
DROP TABLE sujets_positions;

-- The shared filters. NULL filters nothing; a year filter leaves out what bears no year, which pages count and say.
CREATE MACRO positions_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT DISTINCT position FROM positions
WHERE (departement IS NULL OR code_departement = departement)
  AND (bassin IS NULL OR code_bassin = bassin)
  AND (annee_min IS NULL OR annee_fin >= annee_min)
  AND (annee_max IS NULL OR annee_debut <= annee_max);

CREATE MACRO sujets_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT sujet_type, sujet_id FROM sujets
WHERE position IN (FROM positions_du_perimetre(departement, bassin, annee_min, annee_max));

CREATE MACRO actions_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT sujet_id AS action_id FROM sujets_du_perimetre(departement, bassin, annee_min, annee_max)
WHERE sujet_type = 'action';

CREATE TABLE dernieres_populations AS
SELECT code_commune, population, annee FROM populations WHERE annee = (SELECT max(annee) FROM populations);

CREATE TABLE centres_departements AS
SELECT code_departement, avg(longitude) AS longitude, avg(latitude) AS latitude, sum(population)::INTEGER AS population
FROM communes LEFT JOIN dernieres_populations USING (code_commune)
GROUP BY ALL;

CREATE TABLE lieux_sujets AS
WITH lieux AS (
    SELECT DISTINCT 'action' AS sujet_type, action_id AS sujet_id, code_commune, code_departement, code_bassin,
           annee_debut, annee_fin
    FROM actions_situees
    UNION ALL
    SELECT 'evenement', evenement_id, code_commune, code_departement, code_bassin, annee, annee FROM evenements_situes
)
SELECT lieux.*,
       CASE WHEN count(*) OVER sujet = 1 THEN 1.0
            WHEN count(population) OVER sujet = count(*) OVER sujet
            THEN population / sum(population) OVER sujet END AS part
FROM lieux LEFT JOIN dernieres_populations USING (code_commune)
WINDOW sujet AS (PARTITION BY sujet_type, sujet_id);
