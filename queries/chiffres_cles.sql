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
a AS (SELECT actions.* FROM actions WHERE action_id IN (SELECT sujet_id FROM retenus WHERE sujet_type = 'action')),
origines AS (
    SELECT source FROM a
    UNION SELECT source FROM evenements WHERE evenement_id IN (SELECT sujet_id FROM retenus WHERE sujet_type = 'evenement')
)
SELECT
    (SELECT count(*) FROM a) AS n_actions,
    (SELECT count(DISTINCT action_id) FROM actions_situees
        WHERE annee_debut IS NULL AND annee_fin IS NULL
          AND ($departement IS NULL OR code_departement = $departement)
          AND ($bassin IS NULL OR code_bassin = $bassin)) AS n_actions_sans_annee,
    (SELECT count(DISTINCT action_id) FROM actions_situees SEMI JOIN a USING (action_id)
        WHERE code_commune IS NOT NULL) AS n_actions_avec_commune,
    (SELECT count(DISTINCT sujet_id) FROM mesures
        WHERE sujet_type = 'action' AND sujet_id IN (SELECT action_id FROM a) AND etat = 'validee'
          AND grandeur IN ('participants_distincts', 'participations', 'familles')) AS n_actions_avec_participants,
    (SELECT count(DISTINCT sujet_id) FROM (
        SELECT sujet_id FROM montants WHERE sujet_type = 'action' AND etat = 'validee' AND role <> 'prix_unitaire'
        UNION SELECT sujet_id FROM budgets WHERE sujet_type = 'action' AND etat = 'validee')
        WHERE sujet_id IN (SELECT action_id FROM a)) AS n_actions_avec_montant,
    (SELECT count(*) FROM a WHERE statut = 'En cours') AS n_actions_en_cours,
    (SELECT count(*) FROM a WHERE statut = 'Terminée') AS n_actions_terminees,
    (SELECT count(DISTINCT structure_id) FROM a) AS n_structures,
    (SELECT count(DISTINCT code_departement) FROM a) AS n_departements,
    (SELECT count(*) FROM retenus WHERE sujet_type = 'evenement') AS n_evenements,
    (SELECT count(*) FROM mesures SEMI JOIN retenus USING (sujet_type, sujet_id) WHERE etat = 'proposee')
        + (SELECT count(*) FROM montants SEMI JOIN retenus USING (sujet_type, sujet_id) WHERE etat = 'proposee')
        AS n_propositions,
    (SELECT count(*) FROM constats SEMI JOIN retenus USING (sujet_type, sujet_id)) AS n_constats,
    (SELECT count(DISTINCT action_id) FROM actions_initiateurs SEMI JOIN a USING (action_id)
        WHERE initiateur IN ('Un habitant', 'Un groupe d''habitants')) AS n_initiative_habitante,
    (SELECT count(DISTINCT action_id) FROM actions_initiateurs SEMI JOIN a USING (action_id)) AS n_initiative_connue,
    (SELECT count(*) FROM origines) AS n_sources,
    (SELECT max(chargee_le) FROM sources SEMI JOIN origines USING (source)) AS derniere_mise_a_jour
