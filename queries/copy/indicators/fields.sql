-- How far each field that an indicator needs is filled in, by département: among the actions recorded there, dated or not,
-- or among its sessions or events when the field is theirs. A constant says nothing, so it is not counted as filled in.
-- table sources_constantes : one row a source and field that says the same of all its actions
-- table champs_departements : one row a field and département: how many facts fill it in, of how many that could
-- temp quantites_connues : one row a validated quantity of an action or event, and whether its method is told

CREATE TEMP TABLE quantites_connues AS
SELECT DISTINCT sujet_type, sujet_id, grandeur, methode IS NOT NULL AS methode
FROM mesures_publiees WHERE etat = 'validee' AND sujet_type IN ('action', 'evenement');

CREATE TABLE sources_constantes AS
SELECT source, 'partenaires' AS champ FROM actions_partenaires
GROUP BY source HAVING count(DISTINCT plie(partenaire)) = 1 AND count(DISTINCT action_id) > 4;

CREATE TABLE champs_departements AS
WITH
lieux AS (SELECT sujet_type, sujet_id, territoire AS code_departement FROM sujets_territoires WHERE niveau = 'departement'),
quantites AS (
    SELECT sujet_id AS action_id, bool_or(grandeur = 'participations') AS participations,
           bool_or(grandeur = 'benevoles') AS benevoles, bool_or(grandeur = 'professionnels') AS professionnels
    FROM quantites_connues WHERE sujet_type = 'action' GROUP BY ALL
),
ages AS (SELECT DISTINCT action_id, true AS age FROM actions_publics WHERE age_min IS NOT NULL OR age_max IS NOT NULL),
partenaires AS (
    SELECT DISTINCT action_id, true AS partenaire FROM actions_partenaires
    WHERE source NOT IN (SELECT source FROM sources_constantes)
),
budgets_actions AS (
    SELECT sujet_id AS action_id, bool_or(produits IS NOT NULL) AS budget, bool_or(contributions IS NOT NULL) AS contributions,
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
textes AS (SELECT DISTINCT action_id, true AS texte FROM actions_textes),
actions_dites AS (
    SELECT lieux.code_departement, a.*, actions.date_fin, actions.motif_fin_code, participations, benevoles, professionnels,
           age, partenaire, budgets_actions.budget AS detaille, contributions, nomme, prevu, realise,
           subventions.action_id IS NOT NULL AS accorde, accords.action_id IS NOT NULL AS conventionne, convention, texte
    FROM lieux
    JOIN actions_renseignees AS a ON sujet_id = a.action_id
    JOIN actions ON actions.action_id = a.action_id
    LEFT JOIN quantites ON quantites.action_id = a.action_id
    LEFT JOIN ages ON ages.action_id = a.action_id
    LEFT JOIN partenaires ON partenaires.action_id = a.action_id
    LEFT JOIN budgets_actions ON budgets_actions.action_id = a.action_id
    LEFT JOIN natures ON natures.action_id = a.action_id
    LEFT JOIN (SELECT DISTINCT action_id FROM subventions_accordees) AS subventions ON subventions.action_id = a.action_id
    LEFT JOIN accords ON accords.action_id = a.action_id
    LEFT JOIN textes ON textes.action_id = a.action_id
    WHERE sujet_type = 'action'
),
comptes_actions AS (
    SELECT code_departement, unnest([
        {champ: 'date de début', n: count(date_debut), sur: count(*)},
        {champ: 'commune', n: count(*) FILTER (commune), sur: count(*)},
        {champ: 'initiative', n: count(initiative_habitante), sur: count(*)},
        {champ: 'mots clés', n: count(*) FILTER (mots_cles), sur: count(*)},
        {champ: 'public', n: count(*) FILTER (publics), sur: count(*)},
        {champ: 'tranche d''âge', n: count(age), sur: count(*)},
        {champ: 'partenaires', n: count(partenaire), sur: count(*)},
        {champ: 'participations', n: count(*) FILTER (participations), sur: count(*)},
        {champ: 'bénévoles', n: count(*) FILTER (benevoles), sur: count(*)},
        {champ: 'professionnels', n: count(*) FILTER (professionnels), sur: count(*)},
        {champ: 'budget détaillé', n: count(*) FILTER (detaille), sur: count(*)},
        {champ: 'contributions volontaires', n: count(*) FILTER (contributions), sur: count(*)},
        {champ: 'financeur nommé', n: count(*) FILTER (nomme), sur: count(*)},
        {champ: 'budget prévisionnel', n: count(*) FILTER (prevu), sur: count(*)},
        {champ: 'budget réalisé', n: count(*) FILTER (realise), sur: count(*)},
        {champ: 'montant accordé', n: count(*) FILTER (accorde), sur: count(*)},
        {champ: 'fin de convention', n: count(*) FILTER (convention), sur: count(*) FILTER (conventionne)},
        {champ: 'motif de fin', n: count(motif_fin_code) FILTER (statut = 'Terminée'), sur: count(*) FILTER (statut = 'Terminée')},
        {champ: 'date de fin', n: count(date_fin) FILTER (statut = 'Terminée'), sur: count(*) FILTER (statut = 'Terminée')},
        {champ: 'textes de la fiche', n: count(texte), sur: count(*)}
    ], recursive := true)
    FROM actions_dites GROUP BY code_departement
),
evenements_dits AS (
    SELECT code_departement, sujet_type, sujet_id,
           bool_or(grandeur IN ('participants_distincts', 'participations')) AS affluence,
           bool_or(grandeur IN ('participants_distincts', 'participations') AND methode) AS methode,
           bool_or(grandeur = 'questionnaires_envoyes') AS envoyes, bool_or(grandeur = 'repondants') AS repondants,
           bool_or(grandeur = 'satisfaits') AS satisfaits
    FROM lieux LEFT JOIN quantites_connues USING (sujet_type, sujet_id)
    WHERE sujet_type = 'evenement' OR grandeur IN ('questionnaires_envoyes', 'repondants', 'satisfaits')
    GROUP BY ALL
),
comptes_evenements AS (
    SELECT code_departement, unnest([
        {champ: 'affluence', n: count(*) FILTER (affluence AND sujet_type = 'evenement'), sur: count(*) FILTER (sujet_type = 'evenement')},
        {champ: 'méthode de comptage', n: count(*) FILTER (methode AND sujet_type = 'evenement'), sur: count(*) FILTER (sujet_type = 'evenement')},
        {champ: 'questionnaires envoyés', n: count(*) FILTER (envoyes), sur: count(*)},
        {champ: 'répondants', n: count(*) FILTER (repondants), sur: count(*)},
        {champ: 'satisfaits', n: count(*) FILTER (satisfaits), sur: count(*)}
    ], recursive := true)
    FROM evenements_dits GROUP BY code_departement
),
comptes_seances AS (
    SELECT code_departement, unnest([
        {champ: 'présents', n: count(*) FILTER (presents), sur: count(*)},
        {champ: 'convoqués', n: count(*) FILTER (convoques), sur: count(*)},
        {champ: 'présents par collège', n: count(*) FILTER (colleges), sur: count(*)},
        {champ: 'bassin des présents', n: count(*) FILTER (bassins), sur: count(*)}
    ], recursive := true)
    FROM seances_connues WHERE niveau = 'departement' GROUP BY code_departement
)
SELECT champ, code_departement, n AS n_renseignes, sur AS n_total
FROM (FROM comptes_actions UNION ALL FROM comptes_evenements UNION ALL FROM comptes_seances);

DROP TABLE quantites_connues;
