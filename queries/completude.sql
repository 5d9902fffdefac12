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
WITH a AS (
    FROM actions_renseignees
    WHERE action_id IN (FROM actions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
),
comptes AS (
    SELECT unnest([
        {champ: 'structure', n: count(structure_id), sur: count(*), valides: NULL},
        {champ: 'commune', n: count(*) FILTER (commune), sur: count(*), valides: NULL},
        {champ: 'date de début', n: count(date_debut), sur: count(*), valides: NULL},
        {champ: 'statut', n: count(statut), sur: count(*), valides: NULL},
        {champ: 'motif de fin (actions terminées)', n: count(motif_fin) FILTER (statut = 'Terminée'),
         sur: count(*) FILTER (statut = 'Terminée'), valides: NULL},
        {champ: 'dimension', n: count(dimension), sur: count(*), valides: NULL},
        {champ: 'portée', n: count(portee), sur: count(*), valides: NULL},
        {champ: 'mots clés', n: count(*) FILTER (mots_cles), sur: count(*), valides: NULL},
        {champ: 'initiative', n: count(initiative_habitante), sur: count(*), valides: NULL},
        {champ: 'public', n: count(*) FILTER (publics), sur: count(*), valides: NULL},
        {champ: 'partenaires', n: count(*) FILTER (partenaires), sur: count(*), valides: NULL},
        {champ: 'résumé', n: count(resume), sur: count(*), valides: NULL},
        {champ: 'participants', n: count(participants), sur: count(*),
         valides: count(*) FILTER (participants = 'validee')},
        {champ: 'personnes mobilisées', n: count(personnes), sur: count(*),
         valides: count(*) FILTER (personnes = 'validee')},
        {champ: 'montant', n: count(montant), sur: count(*), valides: count(*) FILTER (montant = 'validee')},
        {champ: 'budget détaillé', n: count(budget), sur: count(*), valides: count(*) FILTER (budget = 'validee')},
        {champ: 'financeur nommé', n: count(financeur), sur: count(*), valides: count(*) FILTER (financeur = 'validee')}
    ]) AS compte, unnest(range(1, 18)) AS rang
    FROM a
)
SELECT compte.champ AS champ, compte.n AS n_renseignes, compte.sur AS n_actions, compte.valides::BIGINT AS n_valides,
       rang::INTEGER AS rang
FROM comptes ORDER BY rang
