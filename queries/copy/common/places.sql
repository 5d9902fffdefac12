-- What every question shares, in the reading copy only: where and when each subject stands, and the shared filters.
-- Tables rather than views: a page asks them a dozen times, and planning a view costs more than reading its rows.

-- Bassin de vie of each commune on the day of the snapshot: memberships that had ended, or not begun, do not count.
CREATE TABLE communes_bassins AS
SELECT zones_communes.code_commune, zones_communes.code_zone AS code_bassin, zones.nom AS bassin, zones.rang
FROM zones_communes JOIN zones USING (division, code_zone)
WHERE division = 'bassin'
  AND (debut IS NULL OR debut <= getvariable('jour')) AND (fin IS NULL OR fin >= getvariable('jour'));

-- One row for each place of an action: its own places only (neither its seat nor its catchment). An action known by its
-- département alone has one row without commune. Years run as far as they are documented: an action said « En cours »
-- lasts until the year its source was published, when that is known, and no further, even if a later end is planned.
CREATE TABLE actions_situees AS
WITH annees AS (
    SELECT actions.action_id, actions.code_departement,
           year(coalesce(date_debut, CASE WHEN date_fin IS NOT NULL THEN least(date_fin, sources.publiee_le) END)) AS annee_debut,
           CASE WHEN date_fin IS NOT NULL THEN greatest(year(date_debut), year(least(date_fin, sources.publiee_le)))
                WHEN statut = 'En cours' THEN greatest(year(date_debut), year(sources.publiee_le))
                ELSE year(date_debut) END AS annee_fin
    FROM actions LEFT JOIN sources USING (source)
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

-- Events, one row each whatever the number of sources that speak of it.
CREATE TABLE evenements_situes AS
WITH uniques AS (
    SELECT evenement_id, any_value(nom ORDER BY source) AS nom, any_value(serie) AS serie, any_value(edition) AS edition,
           any_value(tenu_le ORDER BY source) AS tenu_le, any_value(precision ORDER BY source) AS precision,
           any_value(organisateur) AS organisateur, any_value(code_departement) AS code_departement,
           any_value(code_commune) AS code_commune, any_value(code_zone) AS code_zone, any_value(theme) AS theme,
           count(DISTINCT source) AS n_sources
    FROM evenements GROUP BY evenement_id
)
SELECT uniques.*, coalesce(uniques.code_zone, communes_bassins.code_bassin) AS code_bassin, year(tenu_le) AS annee
FROM uniques LEFT JOIN communes_bassins USING (code_commune);

-- Funders by the label under which they are written; an identifier is a label too.
CREATE MACRO plie(texte) AS lower(strip_accents(replace(trim(texte), '’', '''')));

CREATE TABLE financeurs_nommes AS
SELECT libelle, financeur_id, nom, famille FROM financeurs_libelles JOIN financeurs USING (financeur_id)
UNION
SELECT financeur_id, financeur_id, nom, famille FROM financeurs
WHERE financeur_id NOT IN (SELECT libelle FROM financeurs_libelles);

-- Everything that a quantity or an amount can speak of, with its name and who leads it.
CREATE TEMP TABLE sujets_nommes AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, titre, structure, code_departement, NULL::VARCHAR AS code_bassin FROM actions
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

-- Where and when each subject stands, one row a place; only actions and events bear years.
CREATE TABLE sujets_situes AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, code_departement, code_bassin, code_commune IS NOT NULL AS situe,
       annee_debut, annee_fin
FROM actions_situees
UNION ALL
SELECT 'evenement', evenement_id, code_departement, code_bassin, code_commune IS NOT NULL, annee, annee FROM evenements_situes
UNION ALL
SELECT sujet_type, sujet_id, code_departement, code_bassin, false, NULL, NULL
FROM sujets_nommes WHERE sujet_type NOT IN ('action', 'evenement');

-- Subjects that stand in the same places and the same years share a position. Positions are few whatever the number of
-- subjects, so a perimeter is chosen among them, and what is counted by position adds up over any perimeter.
CREATE TEMP TABLE sujets_positions AS
SELECT *, dense_rank() OVER (ORDER BY lieux, annee_debut, annee_fin)::INTEGER AS position
FROM (
    SELECT sujet_type, sujet_id, list_sort(list(DISTINCT {d: code_departement, b: code_bassin, situe: situe})) AS lieux,
           any_value(annee_debut) AS annee_debut, any_value(annee_fin) AS annee_fin
    FROM sujets_situes GROUP BY ALL
);

-- One row for each place of a position. ``situe``: its commune is known.
CREATE TABLE positions AS
SELECT position, lieu.d AS code_departement, lieu.b AS code_bassin, lieu.situe AS situe, annee_debut, annee_fin
FROM (SELECT DISTINCT position, annee_debut, annee_fin, unnest(lieux) AS lieu FROM sujets_positions)
ORDER BY code_departement, code_bassin, position;

-- ``numero`` follows the order of the names: what is sorted by it is listed as people read it, and joins are of numbers.
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

-- One row an action: what of its fiche is filled in. A quantity is « validee » or « proposee », NULL when there is none.
CREATE TABLE actions_renseignees AS
WITH quantites AS (
    SELECT sujet_id AS action_id,
           max(etat) FILTER (grandeur IN ('participants_distincts', 'participations', 'familles')) AS participants,
           max(etat) FILTER (grandeur IN ('personnes_mobilisees', 'benevoles', 'professionnels')) AS personnes
    FROM mesures WHERE sujet_type = 'action' GROUP BY ALL
),
argent AS (
    SELECT action_id, max(etat) FILTER (quoi <> 'financeur') AS montant, max(etat) FILTER (quoi = 'budget') AS budget,
           max(etat) FILTER (quoi = 'financeur') AS financeur
    FROM (
        SELECT sujet_id AS action_id, etat, 'montant' AS quoi FROM montants
        WHERE sujet_type = 'action' AND role <> 'prix_unitaire'
        UNION ALL
        SELECT sujet_id, etat, 'budget' FROM budgets WHERE sujet_type = 'action'
        UNION ALL
        SELECT sujet_id, etat, 'financeur' FROM financements WHERE sujet_type = 'action'
        UNION ALL
        SELECT sujet_id, etat, 'financeur' FROM lignes_budget JOIN budgets USING (budget_id)
        WHERE sujet_type = 'action' AND financeur IS NOT NULL
    )
    GROUP BY ALL
),
initiatives AS (
    SELECT action_id, bool_or(initiateur IN ('Un habitant', 'Un groupe d''habitants')) AS initiative_habitante
    FROM actions_initiateurs GROUP BY ALL
),
annees AS (SELECT action_id, bool_and(annee_debut IS NULL AND annee_fin IS NULL) AS sans_annee FROM actions_situees GROUP BY ALL)
SELECT action_id, structure_id, code_departement, statut, motif_fin, date_debut, dimension, portee, resume, source,
       action_id IN (SELECT action_id FROM actions_situees WHERE code_commune IS NOT NULL) AS commune,
       action_id IN (SELECT action_id FROM actions_mots_cles) AS mots_cles,
       action_id IN (SELECT action_id FROM actions_publics) AS publics,
       action_id IN (SELECT action_id FROM actions_partenaires) AS partenaires,
       initiative_habitante, participants, personnes, montant, budget, financeur, sans_annee
FROM actions
LEFT JOIN quantites USING (action_id)
LEFT JOIN argent USING (action_id)
LEFT JOIN initiatives USING (action_id)
LEFT JOIN annees USING (action_id);

CREATE TABLE dernieres_populations AS
SELECT code_commune, population, annee FROM populations WHERE annee = (SELECT max(annee) FROM populations);

CREATE TABLE centres_departements AS
SELECT code_departement, avg(longitude) AS longitude, avg(latitude) AS latitude, sum(population)::INTEGER AS population
FROM communes LEFT JOIN dernieres_populations USING (code_commune)
GROUP BY ALL;

-- One row for each place of an action or event. ``part`` is its share of the subject's population, so that a cost over
-- several communes counts once in every total; NULL when a population it needs is unknown.
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
            WHEN count(population) OVER sujet = count(*) OVER sujet THEN population / sum(population) OVER sujet END AS part
FROM lieux LEFT JOIN dernieres_populations USING (code_commune)
WINDOW sujet AS (PARTITION BY sujet_type, sujet_id);

-- ── Territories, at every level, and what takes place in each ─────────────────────────────────────────────────────

-- The day of observation: « within twelve months » counts from there. The day of the snapshot, or the last day of the
-- last year that bears facts when that is over.
CREATE TABLE observation AS
WITH faits AS (SELECT max(annee_fin) AS annee FROM sujets_situes)
SELECT least(getvariable('jour')::DATE, make_date(annee::INTEGER, 12, 31)) AS jour, annee::INTEGER AS derniere_annee FROM faits;

-- One row for each territory of a level and each of its communes. A commune of no bassin has no row at that level.
CREATE TABLE territoires_communes AS
SELECT 'commune' AS niveau, code_commune AS territoire, code_commune FROM communes
UNION ALL SELECT 'epci', code_zone, code_commune FROM zones_communes WHERE division = 'epci'
UNION ALL SELECT DISTINCT 'bassin', code_bassin, code_commune FROM communes_bassins
UNION ALL SELECT 'departement', code_departement, code_commune FROM communes;

-- Every territory of the four levels; an EPCI over several départements stands in the one of most of its communes.
CREATE TABLE territoires_niveaux AS
SELECT 'commune' AS niveau, code_commune AS territoire, nom, code_departement, 0 AS rang FROM communes
UNION ALL
SELECT division, code_zone, zones.nom, coalesce(zones.code_departement, mode(communes.code_departement)), zones.rang
FROM zones JOIN zones_communes USING (division, code_zone) JOIN communes USING (code_commune)
WHERE division IN ('epci', 'bassin') GROUP BY division, code_zone, zones.nom, zones.code_departement, zones.rang
UNION ALL
SELECT 'departement', code_departement, nom, code_departement, 0 FROM departements;

-- Population of each commune in each year that bears facts. A year outside the legal populations takes the nearest
-- one, said in annee_population (origine 'reportee'): never an extrapolation.
CREATE TABLE populations_retenues AS
WITH annees AS (
    SELECT unnest(range(min(annee_debut), max(annee_fin) + 1))::INTEGER AS annee FROM sujets_situes WHERE annee_debut IS NOT NULL
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

-- The same, for each territory; NULL when the population of one of its communes is unknown.
CREATE TABLE populations_territoires AS
SELECT niveau, territoire, annee, CASE WHEN count(population) = count(*) THEN sum(population)::BIGINT END AS population,
       any_value(annee_population) AS annee_population, bool_or(origine <> 'legale') AS estimee
FROM territoires_communes
LEFT JOIN (SELECT DISTINCT annee FROM populations_retenues) AS annees ON true
LEFT JOIN populations_retenues USING (code_commune, annee)
WHERE annee IS NOT NULL
GROUP BY ALL;

-- One row for each action or event and each territory where it takes place, with the years it lasts. ``part`` is the
-- territory's share of the subject (see lieux_sujets). A subject known by its département alone stands at that level only.
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

-- The same, one row a year of activity.
CREATE VIEW sujets_territoires_annees AS
SELECT sujet_type, sujet_id, niveau, territoire, part, unnest(range(annee_debut, annee_fin + 1))::INTEGER AS annee
FROM sujets_territoires WHERE annee_debut IS NOT NULL AND annee_fin IS NOT NULL;
