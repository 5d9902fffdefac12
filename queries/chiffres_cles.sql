-- Que peut-on dire en une ligne du périmètre choisi ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns n_actions BIGINT : actions recensées
-- returns n_actions_sans_annee BIGINT : actions du territoire sans aucune année connue, toutes années confondues
-- returns n_actions_avec_commune BIGINT : dont la commune est connue
-- returns n_actions_avec_participants BIGINT : dont les participants sont connus et validés
-- returns n_actions_avec_montant BIGINT : dont un coût ou un budget est connu et validé
-- returns n_actions_en_cours BIGINT : dites « En cours »
-- returns n_actions_terminees BIGINT : dites « Terminée »
-- returns n_structures BIGINT : structures organisatrices
-- returns n_departements BIGINT : départements où il y a au moins une action
-- returns n_evenements BIGINT : événements recensés
-- returns n_propositions BIGINT : quantités et montants proposés, à valider
-- returns n_constats BIGINT : contradictions relevées
-- returns n_initiative_habitante BIGINT : actions où un habitant ou un groupe d'habitants est à l'initiative
-- returns n_initiative_connue BIGINT : actions dont l'initiative est renseignée
-- returns n_sources BIGINT : sources actives dont viennent ces faits
-- returns derniere_mise_a_jour TIMESTAMP : dernier chargement de ces sources (UTC)
WITH retenus AS (FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max)),
a AS (FROM actions_renseignees WHERE action_id IN (SELECT sujet_id FROM retenus WHERE sujet_type = 'action')),
sans_annee AS (
    SELECT count(*) AS n FROM actions_renseignees
    WHERE sans_annee AND action_id IN (FROM actions_du_perimetre($departement, $bassin, NULL, NULL))
),
origines AS (
    SELECT source FROM a
    UNION SELECT source FROM evenements WHERE evenement_id IN (SELECT sujet_id FROM retenus WHERE sujet_type = 'evenement')
),
sources_citees AS (SELECT count(*) AS n, max(chargee_le) AS derniere FROM sources SEMI JOIN origines USING (source)),
a_valider AS (
    SELECT count(*) AS n
    FROM (
        SELECT sujet_type, sujet_id FROM mesures WHERE etat = 'proposee'
        UNION ALL SELECT sujet_type, sujet_id FROM montants WHERE etat = 'proposee'
    ) SEMI JOIN retenus USING (sujet_type, sujet_id)
),
contradictions AS (SELECT count(*) AS n FROM constats SEMI JOIN retenus USING (sujet_type, sujet_id)),
evenements_retenus AS (SELECT count(*) AS n FROM retenus WHERE sujet_type = 'evenement')
SELECT count(action_id) AS n_actions, any_value(sans_annee.n) AS n_actions_sans_annee,
       count(*) FILTER (commune) AS n_actions_avec_commune,
       count(*) FILTER (participants = 'validee') AS n_actions_avec_participants,
       count(*) FILTER (montant = 'validee') AS n_actions_avec_montant,
       count(*) FILTER (statut = 'En cours') AS n_actions_en_cours,
       count(*) FILTER (statut = 'Terminée') AS n_actions_terminees,
       count(DISTINCT structure_id) AS n_structures, count(DISTINCT code_departement) AS n_departements,
       any_value(evenements_retenus.n) AS n_evenements, any_value(a_valider.n) AS n_propositions,
       any_value(contradictions.n) AS n_constats, count(*) FILTER (initiative_habitante) AS n_initiative_habitante,
       count(initiative_habitante) AS n_initiative_connue, any_value(sources_citees.n) AS n_sources,
       any_value(sources_citees.derniere) AS derniere_mise_a_jour
FROM sans_annee, a_valider, contradictions, evenements_retenus, sources_citees LEFT JOIN a ON true
