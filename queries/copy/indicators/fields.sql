-- How far each field that an indicator needs is filled in, by département: among the actions recorded there, dated or not,
-- or among its sessions or events when the field is theirs. A constant says nothing, so it is not counted as filled in.
-- table actions_champs : one row an action and département where it takes place: what indicators need to know of it
-- table evenements_champs : one row an event, or what else a questionnaire speaks of, and département: the same
-- view champs_sujets : one row a field, département and subject that could fill it in, and whether it does (renseigne)
-- table champs_departements : one row a field and département: how many facts fill it in, of how many that could
-- temp quantites_connues : one row a validated quantity of an action or event, and whether its method is told

CREATE TEMP TABLE quantites_connues AS
SELECT DISTINCT sujet_type, sujet_id, grandeur, methode IS NOT NULL AS methode
FROM mesures_publiees WHERE etat = 'validee' AND sujet_type IN ('action', 'evenement');

CREATE TABLE actions_champs AS
WITH
lieux AS (SELECT sujet_type, sujet_id, territoire AS code_departement FROM sujets_territoires WHERE niveau = 'departement'),
quantites AS (
    SELECT sujet_id AS action_id, bool_or(grandeur = 'participations') AS participations,
           bool_or(grandeur = 'benevoles') AS benevoles, bool_or(grandeur = 'professionnels') AS professionnels
    FROM quantites_connues WHERE sujet_type = 'action' GROUP BY ALL
),
ages AS (SELECT DISTINCT action_id, true AS age FROM actions_publics WHERE age_min IS NOT NULL OR age_max IS NOT NULL),
budgets_actions AS (
    SELECT sujet_id AS action_id, bool_or(detaille) AS detaille, bool_or(contributions IS NOT NULL) AS contributions,
           bool_or(nomme) AS nomme
    FROM budgets_retenus WHERE sujet_type = 'action' GROUP BY ALL
),
natures AS (
    SELECT sujet_id AS action_id, bool_or(nature = 'previsionnel') AS prevu, bool_or(nature = 'realise') AS realise
    FROM budgets_uniques WHERE sujet_type = 'action' AND charges IS NOT NULL GROUP BY ALL
),
accords AS (
    SELECT sujet_id AS action_id, bool_or(convention_fin IS NOT NULL) AS convention
    FROM financements_lus WHERE sujet_type = 'action' AND etat = 'validee' AND accorde_eur IS NOT NULL GROUP BY ALL
),
textes AS (SELECT DISTINCT action_id, true AS texte FROM actions_textes)
SELECT lieux.code_departement, a.action_id, a.statut, a.date_debut, a.commune, a.initiative_habitante, a.mots_cles,
       a.publics, actions.date_fin, actions.motif_fin_code, participations, benevoles, professionnels,
       age, a.partenaires, detaille, contributions, nomme, prevu, realise,
       subventions.action_id IS NOT NULL AS accorde, accords.action_id IS NOT NULL AS conventionne, convention, texte
FROM lieux
JOIN actions_renseignees AS a ON sujet_id = a.action_id
JOIN actions ON actions.action_id = a.action_id
LEFT JOIN quantites ON quantites.action_id = a.action_id
LEFT JOIN ages ON ages.action_id = a.action_id
LEFT JOIN budgets_actions ON budgets_actions.action_id = a.action_id
LEFT JOIN natures ON natures.action_id = a.action_id
LEFT JOIN (SELECT DISTINCT action_id FROM subventions_accordees) AS subventions ON subventions.action_id = a.action_id
LEFT JOIN accords ON accords.action_id = a.action_id
LEFT JOIN textes ON textes.action_id = a.action_id
WHERE sujet_type = 'action';

CREATE TABLE evenements_champs AS
WITH lieux AS (SELECT sujet_type, sujet_id, territoire AS code_departement FROM sujets_territoires WHERE niveau = 'departement')
SELECT code_departement, sujet_type, sujet_id,
       bool_or(grandeur IN ('participants_distincts', 'participations')) AS affluence,
       bool_or(grandeur IN ('participants_distincts', 'participations') AND methode) AS methode,
       bool_or(grandeur = 'questionnaires_envoyes') AS envoyes, bool_or(grandeur = 'repondants') AS repondants,
       bool_or(grandeur = 'satisfaits') AS satisfaits
FROM lieux LEFT JOIN quantites_connues USING (sujet_type, sujet_id)
WHERE sujet_type = 'evenement' OR grandeur IN ('questionnaires_envoyes', 'repondants', 'satisfaits')
GROUP BY ALL;

-- « renseigne » is NULL where the field is not expected of the subject.
CREATE VIEW champs_sujets AS
WITH dits AS (
    SELECT code_departement, 'action' AS sujet_type, action_id AS sujet_id, unnest([
        {champ: 'date de début', dit: date_debut IS NOT NULL},
        {champ: 'commune', dit: commune},
        {champ: 'initiative', dit: initiative_habitante IS NOT NULL},
        {champ: 'mots clés', dit: mots_cles},
        {champ: 'public', dit: publics},
        {champ: 'tranche d''âge', dit: coalesce(age, false)},
        {champ: 'partenaires', dit: partenaires},
        {champ: 'participations', dit: coalesce(participations, false)},
        {champ: 'bénévoles', dit: coalesce(benevoles, false)},
        {champ: 'professionnels', dit: coalesce(professionnels, false)},
        {champ: 'budget détaillé', dit: coalesce(detaille, false)},
        {champ: 'contributions volontaires', dit: coalesce(contributions, false)},
        {champ: 'financeur nommé', dit: coalesce(nomme, false)},
        {champ: 'budget prévisionnel', dit: coalesce(prevu, false)},
        {champ: 'budget réalisé', dit: coalesce(realise, false)},
        {champ: 'montant accordé', dit: accorde},
        {champ: 'fin de convention', dit: CASE WHEN conventionne THEN coalesce(convention, false) END},
        {champ: 'motif de fin', dit: CASE WHEN statut = 'Terminée' THEN motif_fin_code IS NOT NULL END},
        {champ: 'date de fin', dit: CASE WHEN statut = 'Terminée' THEN date_fin IS NOT NULL END},
        {champ: 'textes de la fiche', dit: coalesce(texte, false)}
    ]) AS c
    FROM actions_champs
    UNION ALL
    SELECT code_departement, sujet_type, sujet_id, unnest([
        {champ: 'affluence', dit: CASE WHEN sujet_type = 'evenement' THEN coalesce(affluence, false) END},
        {champ: 'méthode de comptage', dit: CASE WHEN sujet_type = 'evenement' THEN coalesce(methode, false) END},
        {champ: 'questionnaires envoyés', dit: coalesce(envoyes, false)},
        {champ: 'répondants', dit: coalesce(repondants, false)},
        {champ: 'satisfaits', dit: coalesce(satisfaits, false)}
    ])
    FROM evenements_champs
    UNION ALL
    SELECT code_departement, 'seance', seance_id, unnest([
        {champ: 'présents', dit: coalesce(presents, false)},
        {champ: 'convoqués', dit: coalesce(convoques, false)},
        {champ: 'présents par collège', dit: coalesce(colleges, false)},
        {champ: 'bassin des présents', dit: coalesce(bassins, false)}
    ])
    FROM seances_connues WHERE niveau = 'departement'
)
SELECT code_departement, c.champ AS champ, sujet_type, sujet_id, c.dit AS renseigne FROM dits;

CREATE TABLE champs_departements AS
SELECT champ, code_departement, count(*) FILTER (renseigne) AS n_renseignes, count(renseigne) AS n_total
FROM champs_sujets GROUP BY champ, code_departement;

DROP TABLE quantites_connues;
