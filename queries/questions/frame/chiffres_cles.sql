-- Que peut-on dire en une ligne du périmètre choisi ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns n_actions BIGINT : actions recensées
-- returns n_actions_sans_annee BIGINT : actions du territoire sans aucune année connue, toutes années confondues
-- returns n_actions_avec_commune BIGINT : dont la commune est connue
-- returns n_actions_avec_participants BIGINT : dont les participants sont connus et validés
-- returns n_actions_avec_montant BIGINT : dont un montant, quel qu'il soit, est cité et validé (le coût connu : argent_situations)
-- returns n_actions_en_cours BIGINT : en cours le jour d'observation
-- returns n_actions_sans_etat BIGINT : dont aucune date ne dit si elles sont en cours ce jour-là
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
WITH retenues AS (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max)),
a AS (
    SELECT coalesce(sum(columns(* EXCLUDE (position, annee_debut, annee_fin, sans_annee))), 0)::BIGINT
    FROM comptes_positions WHERE position IN (FROM retenues)
),
sans_annee AS (
    SELECT coalesce(sum(n_actions), 0)::BIGINT AS n FROM comptes_positions
    WHERE sans_annee AND position IN (FROM positions_du_perimetre($departement, $bassin, NULL, NULL))
),
valeurs AS (
    SELECT count(*) FILTER (champ = 'structure_id') AS n_structures,
           count(*) FILTER (champ = 'departement' AND valeur <> 'nd') AS n_departements
    FROM valeurs_du_perimetre($departement, $bassin, $annee_min, $annee_max)
),
sources_citees AS (
    SELECT count(*) AS n, max(chargee_le) AS derniere FROM sources
    WHERE source IN (SELECT source FROM sources_positions WHERE quoi <> 'argent' AND position IN (FROM retenues))
)
SELECT n_actions, sans_annee.n AS n_actions_sans_annee, n_communes AS n_actions_avec_commune,
       n_participants_valides AS n_actions_avec_participants, n_montants_valides AS n_actions_avec_montant,
       n_en_cours AS n_actions_en_cours, n_sans_etat AS n_actions_sans_etat,
       n_terminees AS n_actions_terminees, n_structures, n_departements, n_evenements,
       n_propositions, n_constats, n_habitantes AS n_initiative_habitante, n_initiatives AS n_initiative_connue,
       sources_citees.n AS n_sources, sources_citees.derniere AS derniere_mise_a_jour
FROM a, sans_annee, valeurs, sources_citees
