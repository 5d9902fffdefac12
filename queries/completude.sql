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
WITH a AS (SELECT * FROM actions WHERE action_id IN (
    FROM actions_du_perimetre($departement, $bassin, $annee_min, $annee_max))),
champs AS (
    SELECT 1 AS rang, 'structure' AS champ, action_id, NULL::BOOLEAN AS valide FROM a
    UNION ALL SELECT 2, 'commune', action_id, NULL FROM actions_lieux WHERE role = 'lieu' AND code_commune IS NOT NULL
    UNION ALL SELECT 3, 'date de début', action_id, NULL FROM a WHERE date_debut IS NOT NULL
    UNION ALL SELECT 4, 'statut', action_id, NULL FROM a WHERE statut IS NOT NULL
    UNION ALL SELECT 5, 'motif de fin (actions terminées)', action_id, NULL FROM a
              WHERE statut = 'Terminée' AND motif_fin IS NOT NULL
    UNION ALL SELECT 6, 'dimension', action_id, NULL FROM a WHERE dimension IS NOT NULL
    UNION ALL SELECT 7, 'portée', action_id, NULL FROM a WHERE portee IS NOT NULL
    UNION ALL SELECT 8, 'mots clés', action_id, NULL FROM actions_mots_cles
    UNION ALL SELECT 9, 'initiative', action_id, NULL FROM actions_initiateurs
    UNION ALL SELECT 10, 'public', action_id, NULL FROM actions_publics
    UNION ALL SELECT 11, 'partenaires', action_id, NULL FROM actions_partenaires
    UNION ALL SELECT 12, 'résumé', action_id, NULL FROM a WHERE resume IS NOT NULL
    UNION ALL SELECT 13, 'participants', sujet_id, etat = 'validee' FROM mesures
              WHERE sujet_type = 'action' AND grandeur IN ('participants_distincts', 'participations', 'familles')
    UNION ALL SELECT 14, 'personnes mobilisées', sujet_id, etat = 'validee' FROM mesures
              WHERE sujet_type = 'action' AND grandeur IN ('personnes_mobilisees', 'benevoles', 'professionnels')
    UNION ALL SELECT 15, 'montant', sujet_id, etat = 'validee' FROM montants
              WHERE sujet_type = 'action' AND role <> 'prix_unitaire'
    UNION ALL SELECT 15, 'montant', sujet_id, etat = 'validee' FROM budgets WHERE sujet_type = 'action'
    UNION ALL SELECT 16, 'budget détaillé', sujet_id, etat = 'validee' FROM budgets WHERE sujet_type = 'action'
    UNION ALL SELECT 17, 'financeur nommé', sujet_id, etat = 'validee' FROM financements WHERE sujet_type = 'action'
    UNION ALL SELECT 17, 'financeur nommé', sujet_id, etat = 'validee'
              FROM lignes_budget JOIN budgets USING (budget_id) WHERE sujet_type = 'action' AND financeur IS NOT NULL
),
attendus AS (SELECT DISTINCT rang, champ FROM (VALUES
    (1, 'structure'), (2, 'commune'), (3, 'date de début'), (4, 'statut'), (5, 'motif de fin (actions terminées)'),
    (6, 'dimension'), (7, 'portée'), (8, 'mots clés'), (9, 'initiative'), (10, 'public'), (11, 'partenaires'),
    (12, 'résumé'), (13, 'participants'), (14, 'personnes mobilisées'), (15, 'montant'), (16, 'budget détaillé'),
    (17, 'financeur nommé')) AS liste (rang, champ)),
totaux AS (SELECT count(*) AS n_actions, count(*) FILTER (statut = 'Terminée') AS n_terminees FROM a),
comptes AS (
    SELECT rang, champ, count(DISTINCT action_id) AS n_renseignes, count(DISTINCT action_id) FILTER (valide) AS n_valides
    FROM champs SEMI JOIN a USING (action_id)
    GROUP BY ALL
)
SELECT champ, coalesce(n_renseignes, 0) AS n_renseignes,
       CASE WHEN champ LIKE 'motif de fin%' THEN n_terminees ELSE n_actions END AS n_actions,
       CASE WHEN rang >= 13 THEN coalesce(n_valides, 0) END AS n_valides, rang
FROM attendus CROSS JOIN totaux LEFT JOIN comptes USING (rang, champ)
ORDER BY rang
