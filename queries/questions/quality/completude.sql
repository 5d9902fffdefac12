-- Quels champs des fiches sont renseignés, et dans combien d'actions ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns champ VARCHAR : champ de la fiche
-- returns n_renseignes BIGINT : actions où il est renseigné (proposé ou validé)
-- returns n_actions BIGINT : actions du périmètre
-- returns n_valides BIGINT : actions où il est validé ; vide pour un champ repris tel quel
-- returns rang INTEGER : ordre de la fiche
-- Under the names that worklists know, each with the same definition: « budget » and « financeur » are told at all, where
-- « budget détaillé » and « financeur nommé » ask for one budget that speaks for its year, all its funders named.
WITH a AS (
    SELECT coalesce(sum(columns(* EXCLUDE (position, annee_debut, annee_fin, sans_annee))), 0)::BIGINT
    FROM comptes_positions WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
),
comptes AS (
    SELECT unnest([
        {champ: 'structure', n: n_actions, sur: n_actions, valides: NULL},
        {champ: 'commune', n: n_communes, sur: n_actions, valides: NULL},
        {champ: 'date de début', n: n_debuts, sur: n_actions, valides: NULL},
        {champ: 'statut', n: n_statuts, sur: n_actions, valides: NULL},
        {champ: 'motif de fin (actions terminées)', n: n_motifs, sur: n_terminees, valides: NULL},
        {champ: 'dimension', n: n_dimensions, sur: n_actions, valides: NULL},
        {champ: 'portée', n: n_portees, sur: n_actions, valides: NULL},
        {champ: 'mots clés', n: n_mots_cles, sur: n_actions, valides: NULL},
        {champ: 'initiative', n: n_initiatives, sur: n_actions, valides: NULL},
        {champ: 'public', n: n_publics, sur: n_actions, valides: NULL},
        {champ: 'partenaires', n: n_partenaires, sur: n_actions, valides: NULL},
        {champ: 'résumé', n: n_resumes, sur: n_actions, valides: NULL},
        {champ: 'participants', n: n_participants, sur: n_actions, valides: n_participants_valides},
        {champ: 'personnes mobilisées', n: n_personnes, sur: n_actions, valides: n_personnes_valides},
        {champ: 'montant', n: n_montants, sur: n_actions, valides: n_montants_valides},
        {champ: 'budget', n: n_budgets, sur: n_actions, valides: n_budgets_valides},
        {champ: 'financeur', n: n_financeurs, sur: n_actions, valides: n_financeurs_valides}
    ]) AS compte, unnest(range(1, 18)) AS rang
    FROM a
)
SELECT compte.champ AS champ, compte.n AS n_renseignes, compte.sur AS n_actions, compte.valides::BIGINT AS n_valides,
       rang::INTEGER AS rang
FROM comptes ORDER BY rang
