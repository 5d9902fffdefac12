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
-- lasts until the year its source was published, when that is known, and no further.
CREATE TABLE actions_situees AS
WITH annees AS (
    SELECT actions.action_id, actions.code_departement,
           year(coalesce(date_debut, date_fin)) AS annee_debut,
           CASE WHEN date_fin IS NOT NULL THEN year(date_fin)
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

-- Everything that a quantity or an amount can speak of, with its name and place.
CREATE TABLE sujets AS
SELECT 'action' AS sujet_type, action_id AS sujet_id, titre, code_departement, NULL::VARCHAR AS code_bassin FROM actions
UNION ALL
SELECT 'evenement', evenement_id, nom, code_departement, code_bassin FROM evenements_situes
UNION ALL
SELECT 'instance', instance_id, any_value(nom), any_value(code_departement), any_value(code_zone)
FROM instances GROUP BY instance_id
UNION ALL
SELECT 'seance', seance_id, any_value(instances.nom || coalesce(', ' || strftime(tenue_le, '%d/%m/%Y'), '')),
       any_value(code_departement), any_value(code_zone)
FROM seances JOIN instances USING (instance_id) GROUP BY seance_id
UNION ALL
SELECT 'structure', structure_id, any_value(nom), any_value(code_departement), NULL
FROM structures GROUP BY structure_id
UNION ALL
SELECT 'projet', projet_id, any_value(titre), any_value(communes.code_departement), NULL
FROM projets_sociaux
LEFT JOIN zones_communes ON division = 'epci' AND code_zone = code_epci
LEFT JOIN communes USING (code_commune)
GROUP BY projet_id;

-- The shared filters. NULL filters nothing; a year filter leaves out what bears no year, which pages count and say.
CREATE MACRO actions_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT DISTINCT action_id FROM actions_situees
WHERE (departement IS NULL OR code_departement = departement)
  AND (bassin IS NULL OR code_bassin = bassin)
  AND (annee_min IS NULL OR annee_fin >= annee_min)
  AND (annee_max IS NULL OR annee_debut <= annee_max);

CREATE MACRO sujets_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT 'action' AS sujet_type, action_id AS sujet_id
FROM actions_du_perimetre(departement, bassin, annee_min, annee_max)
UNION ALL
SELECT 'evenement', evenement_id FROM evenements_situes
WHERE (departement IS NULL OR code_departement = departement)
  AND (bassin IS NULL OR code_bassin = bassin)
  AND (annee_min IS NULL OR annee >= annee_min) AND (annee_max IS NULL OR annee <= annee_max)
UNION ALL
SELECT sujet_type, sujet_id FROM sujets
WHERE sujet_type NOT IN ('action', 'evenement')
  AND (departement IS NULL OR code_departement = departement) AND (bassin IS NULL OR code_bassin = bassin)
  AND annee_min IS NULL AND annee_max IS NULL;

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
