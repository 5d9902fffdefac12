-- Where the figures of indicators come from: the sources of the facts that enter a value, its numerator, its denominator or
-- what may be in them: who says the fact, and who says where and when its subject takes place, corrections and decisions
-- among them. Facts of the fields that the entry of an indicator names, or of all fields where it names none.
-- table sources_indicateurs : one row an indicator, département and year: the loads behind its values

CREATE TABLE sources_indicateurs AS
WITH places AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id, source FROM actions
    UNION SELECT 'action', action_id, source FROM actions_lieux WHERE role = 'lieu'
    UNION SELECT 'evenement', evenement_id, source FROM evenements
    UNION SELECT 'seance', seance_id, source FROM seances
    UNION
    SELECT sujet_type, sujet_id, source FROM valeurs_declarees
    WHERE champ IN ('statut', 'date_debut', 'date_debut_precision', 'date_fin', 'date_fin_precision', 'lieux', 'code_departement',
                    'tenu_le', 'tenue_le', 'precision', 'code_commune', 'code_zone', 'serie')
),
-- What a fiche says once for all its years; a list that was corrected may be empty now.
fiches AS (
    SELECT 'initiative' AS champ, action_id, source FROM actions_initiateurs
    UNION SELECT 'mots clés', action_id, source FROM actions_mots_cles
    UNION SELECT 'public', action_id, source FROM actions_publics
    UNION SELECT 'tranche d''âge', action_id, source FROM actions_publics WHERE age_min IS NOT NULL OR age_max IS NOT NULL
    UNION SELECT 'partenaires', action_id, source FROM actions_partenaires
    UNION SELECT 'textes de la fiche', action_id, source FROM actions_textes
    UNION
    SELECT CASE champ WHEN 'initiateurs' THEN 'initiative' WHEN 'mots_cles' THEN 'mots clés' WHEN 'publics' THEN 'public'
                      WHEN 'partenaires' THEN champ WHEN 'motif_fin_code' THEN 'motif de fin' WHEN 'limites' THEN 'textes de la fiche'
                      ELSE 'autre' END, sujet_id, source
    FROM valeurs_declarees WHERE sujet_type = 'action'
    UNION SELECT 'autre', sujet_id, source FROM mesures_dites WHERE sujet_type = 'action' AND etat = 'validee'
    UNION SELECT 'autre', sujet_id, source FROM mentions_argent WHERE sujet_type = 'action' AND etat = 'validee'
),
grandeurs_dites AS (
    SELECT unnest([
        {champ: 'participations', grandeur: 'participations'}, {champ: 'affluence', grandeur: 'participations'},
        {champ: 'affluence', grandeur: 'participants_distincts'}, {champ: 'bénévoles', grandeur: 'benevoles'},
        {champ: 'professionnels', grandeur: 'professionnels'}, {champ: 'répondants', grandeur: 'repondants'},
        {champ: 'questionnaires envoyés', grandeur: 'questionnaires_envoyes'}, {champ: 'satisfaits', grandeur: 'satisfaits'}
    ], recursive := true)
),
-- An event is held against the first of its series: it is behind the later ones too.
mesures_annees AS (
    SELECT DISTINCT champ, sujet_type, sujet_id, source,
           unnest(range(annee, CASE sujet_type WHEN 'evenement' THEN derniere ELSE annee END + 1))::INTEGER AS annee
    FROM mesures_dites JOIN grandeurs_dites USING (grandeur)
    CROSS JOIN (SELECT max(annee) AS derniere FROM mesures_dites)
    WHERE etat = 'validee' AND annee IS NOT NULL
),
argent AS (
    SELECT sujet_type, sujet_id, annee, source FROM budgets_lus WHERE etat = 'validee'
    UNION SELECT sujet_type, sujet_id, annee, source FROM financements_lus WHERE etat = 'validee'
),
decides AS (SELECT DISTINCT table_faits, sujet_type, sujet_id, source FROM faits_arbitres),
-- The subjects of each nature, in their département and years.
sujets_annees AS (
    SELECT 'actions' AS nature, 'action' AS sujet_type, action_id AS sujet_id, territoire AS code_departement, annee
    FROM actions_annees WHERE niveau = 'departement'
    UNION ALL
    SELECT 'evenements', 'evenement', evenement_id, code_departement, annee FROM evenements_situes
    UNION ALL
    SELECT 'seances', 'seance', seance_id, code_departement, annee FROM seances_connues WHERE niveau = 'departement'
),
departements AS (
    SELECT sujet_type, sujet_id, territoire AS code_departement FROM sujets_territoires WHERE niveau = 'departement'
    UNION SELECT sujet_type, sujet_id, code_departement FROM sujets WHERE sujet_type IN ('structure', 'projet')
),
faits AS (
    SELECT nature, NULL AS champ, code_departement, annee, source FROM sujets_annees JOIN places USING (sujet_type, sujet_id)
    UNION
    SELECT 'actions', champ, code_departement, annee, source FROM sujets_annees JOIN fiches ON nature = 'actions' AND action_id = sujet_id
    UNION
    -- A fiche without date is one of every year, for what looks at fiches as a whole.
    SELECT 'actions', 'autre', lieux.territoire, suivies.annee, places.source
    FROM sujets_territoires AS lieux JOIN actions_situees_annees AS suivies ON suivies.code_departement = lieux.territoire
    JOIN places USING (sujet_type, sujet_id)
    WHERE lieux.sujet_type = 'action' AND niveau = 'departement' AND annee_debut IS NULL
    UNION
    SELECT 'seances', NULL, code_departement, annee, source FROM sujets_annees
    JOIN (SELECT seance_id AS sujet_id, source FROM presences_publiees
          UNION SELECT sujet_id, source FROM valeurs_declarees WHERE sujet_type = 'seance') USING (sujet_id) WHERE nature = 'seances'
    UNION
    SELECT 'mesures', champ, code_departement, annee, unnest([m.source, p.source, d.source])
    FROM mesures_annees AS m JOIN departements USING (sujet_type, sujet_id)
    LEFT JOIN places AS p USING (sujet_type, sujet_id)
    LEFT JOIN decides AS d ON table_faits = 'mesures' AND d.sujet_type = m.sujet_type AND d.sujet_id = m.sujet_id
    UNION
    SELECT 'argent', NULL, code_departement, annee, unnest([a.source, p.source, d.source])
    FROM argent AS a JOIN departements USING (sujet_type, sujet_id)
    LEFT JOIN places AS p USING (sujet_type, sujet_id)
    LEFT JOIN decides AS d ON table_faits <> 'mesures' AND d.sujet_type = a.sujet_type AND d.sujet_id = a.sujet_id
)
SELECT indicateur, code_departement, annee, list_sort(list(DISTINCT source)) AS sources
FROM (
    -- A value of three years comes from the facts of three.
    SELECT indicateur, code_departement, unnest(range(annee, annee + annees))::INTEGER AS annee, source
    FROM (SELECT id AS indicateur, champs, annees, unnest(natures) AS nature FROM indicateurs) JOIN faits USING (nature)
    WHERE champ IS NULL OR list_contains(champs, champ) OR len(champs) = 0
)
WHERE code_departement IS NOT NULL AND annee IS NOT NULL AND source IS NOT NULL
GROUP BY indicateur, code_departement, annee;
