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

-- Everything that a quantity or an amount can speak of, with its name, who leads it and its place. ``numero`` follows the
-- order of the names: what is sorted by it is listed as people read it, and joins are those of small numbers.
CREATE TABLE sujets AS
WITH nommes AS (
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
    GROUP BY projet_id
)
SELECT row_number() OVER (ORDER BY titre, sujet_type, sujet_id)::INTEGER AS numero, * FROM nommes ORDER BY numero;

-- Where and when each subject stands, one row a place; only actions and events bear years.
CREATE TABLE sujets_situes AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, code_departement, code_bassin, annee_debut, annee_fin
FROM actions_situees
UNION ALL
SELECT 'evenement', evenement_id, code_departement, code_bassin, annee, annee FROM evenements_situes
UNION ALL
SELECT sujet_type, sujet_id, code_departement, code_bassin, NULL, NULL
FROM sujets WHERE sujet_type NOT IN ('action', 'evenement');

-- The shared filters. NULL filters nothing; a year filter leaves out what bears no year, which pages count and say.
CREATE MACRO sujets_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT DISTINCT sujet_type, sujet_id FROM sujets_situes
WHERE (departement IS NULL OR code_departement = departement)
  AND (bassin IS NULL OR code_bassin = bassin)
  AND (annee_min IS NULL OR annee_fin >= annee_min)
  AND (annee_max IS NULL OR annee_debut <= annee_max);

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

-- One row an action, its lists gathered: what the directory shows.
CREATE TABLE actions_listees AS
WITH
mots AS (SELECT action_id, list(mot_cle ORDER BY ligne, mot_cle) AS mots_cles FROM actions_mots_cles GROUP BY ALL),
inits AS (SELECT action_id, list(initiateur ORDER BY ligne, initiateur) AS initiateurs FROM actions_initiateurs GROUP BY ALL),
pubs AS (SELECT action_id, list(public ORDER BY ligne, public) AS publics FROM actions_publics GROUP BY ALL),
parts AS (SELECT action_id, list(partenaire ORDER BY ligne, partenaire) AS partenaires FROM actions_partenaires GROUP BY ALL),
lieux AS (
    SELECT action_id, list(code_commune ORDER BY code_commune) AS communes, list(nom ORDER BY code_commune) AS communes_noms
    FROM (SELECT DISTINCT action_id, code_commune FROM actions_lieux WHERE role = 'lieu' AND code_commune IS NOT NULL)
    LEFT JOIN communes USING (code_commune)
    GROUP BY ALL
),
sieges AS (
    SELECT action_id, min(code_commune) AS siege FROM actions_lieux WHERE role = 'siege' GROUP BY ALL
    HAVING count(DISTINCT code_commune) = 1
)
SELECT action_id, titre, structure, structure_id, code_departement AS departement, statut, motif_fin, motif_fin_code,
       dimension, coalesce(mots_cles, []) AS mots_cles, coalesce(initiateurs, []) AS initiateurs, portee,
       coalesce(publics, []) AS publics, coalesce(partenaires, []) AS partenaires, coalesce(communes, []) AS communes,
       coalesce(communes_noms, []) AS communes_noms, siege, date_debut, date_debut_precision, date_fin, date_fin_precision,
       resume, source, fichier, ligne
FROM actions
LEFT JOIN mots USING (action_id)
LEFT JOIN inits USING (action_id)
LEFT JOIN pubs USING (action_id)
LEFT JOIN parts USING (action_id)
LEFT JOIN lieux USING (action_id)
LEFT JOIN sieges USING (action_id);

-- One row an action or event: what is known of its cost, and whether that is contradictory. Two totals contradict each
-- other when they speak of the same exercice, both planned, both actual or both merely quoted; the cost retained is that
-- of the last exercice, actual rather than planned.
CREATE TABLE argent_sujets AS
WITH totaux AS (
    SELECT sujet_type, sujet_id, montant_eur, precision, etat, annee, 'citee' AS nature FROM montants
    WHERE role = 'total' AND periodicite IS DISTINCT FROM 'trimestrielle'
      AND periodicite IS DISTINCT FROM 'mensuelle' AND periodicite IS DISTINCT FROM 'hebdomadaire'
    UNION ALL
    SELECT sujet_type, sujet_id, total_charges_eur, 'exacte', etat, exercice, nature FROM budgets
    WHERE total_charges_eur IS NOT NULL
),
dits AS (
    SELECT sujet_type, sujet_id, annee, nature, count(DISTINCT montant_eur) FILTER (etat = 'validee') AS n_valides,
           any_value(montant_eur) FILTER (etat = 'validee') AS total_eur,
           any_value(precision) FILTER (etat = 'validee') AS precision, count(*) AS n_cites,
           coalesce(annee, 0) * 4 + CASE nature WHEN 'realise' THEN 3 WHEN 'previsionnel' THEN 2 ELSE 1 END AS rang
    FROM totaux GROUP BY ALL
),
couts AS (
    SELECT sujet_type, sujet_id, max(n_valides) AS n_valides, arg_max(total_eur, rang) FILTER (n_valides = 1) AS total_eur,
           arg_max(precision, rang) FILTER (n_valides = 1) AS precision, sum(n_cites) AS n_cites
    FROM dits GROUP BY ALL
),
payeurs AS (
    SELECT sujet_type, sujet_id,
           count(DISTINCT coalesce(financeur_id, financeur)) FILTER (famille IS DISTINCT FROM 'Aucun') AS n_financeurs,
           coalesce(bool_or(famille = 'Aucun'), false) AS sans_financeur
    FROM (
        SELECT sujet_type, sujet_id, financeur FROM financements
        UNION ALL
        SELECT sujet_type, sujet_id, financeur FROM lignes_budget JOIN budgets USING (budget_id)
        WHERE cote = 'produit' AND montant_eur IS NOT NULL
    ) AS cites
    LEFT JOIN financeurs_nommes ON libelle = plie(financeur)
    WHERE financeur IS NOT NULL GROUP BY ALL
),
ecarts AS (
    SELECT sujet_type, sujet_id, count(*) AS n_constats FROM constats WHERE domaine = 'argent' GROUP BY ALL
)
SELECT sujet_type, sujet_id, titre, structure,
       CASE WHEN coalesce(n_valides, 0) > 1 OR coalesce(n_constats, 0) > 0 THEN 'contradictoire'
            WHEN n_valides = 1 THEN 'connu'
            WHEN coalesce(n_cites, 0) > 0 THEN 'a_valider'
            ELSE 'inconnu' END AS situation,
       CASE WHEN n_valides = 1 THEN total_eur END AS total_eur,
       CASE WHEN n_valides = 1 THEN couts.precision END AS precision,
       coalesce(n_financeurs, 0) AS n_financeurs, coalesce(sans_financeur, false) AS sans_financeur,
       coalesce(n_constats, 0) AS n_constats
FROM sujets
LEFT JOIN couts USING (sujet_type, sujet_id)
LEFT JOIN payeurs USING (sujet_type, sujet_id)
LEFT JOIN ecarts USING (sujet_type, sujet_id)
WHERE sujet_type IN ('action', 'evenement');

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

-- One row an event, every statement of its attendance gathered.
CREATE TABLE evenements_listes AS
WITH affluences AS (
    SELECT sujet_id AS evenement_id,
           list(coalesce(valeur, borne_basse, borne_haute) ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS affluences,
           list(precision ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS precisions
    FROM mesures
    WHERE sujet_type = 'evenement' AND etat = 'validee' AND grandeur IN ('participants_distincts', 'participations')
    GROUP BY ALL
)
SELECT evenement_id, serie, evenements_situes.nom, edition, tenu_le, precision, organisateur,
       evenements_situes.code_departement AS departement, code_commune, communes.nom AS commune, code_bassin AS bassin,
       theme, n_sources, coalesce(affluences, []) AS affluences, coalesce(precisions, []) AS precisions
FROM evenements_situes
LEFT JOIN affluences USING (evenement_id)
LEFT JOIN communes USING (code_commune);

-- Quantities on which statements of the same subject and year disagree.
CREATE TABLE divergences_relevees AS
SELECT sujet_type, sujet_id, any_value(sujets.titre) AS titre, grandeur, annee,
       list(coalesce(valeur, borne_basse, borne_haute) ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS valeurs,
       list(precision ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS precisions,
       list(texte_source ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS textes,
       list(mesures.source ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS sources
FROM mesures
JOIN sujets USING (sujet_type, sujet_id)
WHERE etat = 'validee' AND sujet_type IN ('evenement', 'seance')
GROUP BY sujet_type, sujet_id, grandeur, annee
HAVING count(DISTINCT coalesce(valeur, borne_basse, borne_haute)) > 1;

-- What each action declares in the fields that take labels, one row a label.
CREATE TABLE valeurs_declarees AS
SELECT 'partenaires' AS champ, action_id, partenaire AS valeur FROM actions_partenaires
UNION ALL SELECT 'public', action_id, public FROM actions_publics
UNION ALL SELECT 'initiative', action_id, initiateur FROM actions_initiateurs
UNION ALL SELECT 'mots clés', action_id, mot_cle FROM actions_mots_cles
UNION ALL SELECT 'statut', action_id, statut FROM actions WHERE statut IS NOT NULL
UNION ALL SELECT 'dimension', action_id, dimension FROM actions WHERE dimension IS NOT NULL
UNION ALL SELECT 'portée', action_id, portee FROM actions WHERE portee IS NOT NULL;

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
