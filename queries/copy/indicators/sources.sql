-- Where the figures of indicators come from: the sources of the facts that their SQL reads.
-- table sources_indicateurs : one row an indicator, département and year: the loads behind its values

CREATE TABLE sources_indicateurs AS
WITH faits AS (
    SELECT 'actions' AS nature, territoire AS code_departement, annee, source
    FROM actions_annees JOIN actions USING (action_id) WHERE niveau = 'departement' GROUP BY ALL
    UNION
    SELECT 'evenements', e.code_departement, e.annee, evenements.source
    FROM evenements_situes AS e JOIN evenements USING (evenement_id) GROUP BY ALL
    UNION
    SELECT 'seances', code_departement, annee, source
    FROM (SELECT DISTINCT seance_id, code_departement, annee FROM seances_connues WHERE niveau = 'departement')
    JOIN (SELECT seance_id, source FROM seances UNION SELECT seance_id, source FROM presences_publiees) USING (seance_id)
    GROUP BY ALL
    UNION
    SELECT 'mesures', territoire, annee, source
    FROM mesures_publiees JOIN sujets_territoires USING (sujet_type, sujet_id) WHERE niveau = 'departement' GROUP BY ALL
    UNION
    SELECT 'argent', code_departement, exercice, source
    FROM (
        SELECT sujet_type, sujet_id, exercice, source FROM budgets_lus
        UNION SELECT sujet_type, sujet_id, exercice, source FROM financements_lus
    ) JOIN sujets USING (sujet_type, sujet_id)
    GROUP BY ALL
)
SELECT indicateur, code_departement, annee::INTEGER AS annee, list_sort(list(DISTINCT source)) AS sources
FROM (SELECT id AS indicateur, unnest(natures) AS nature FROM indicateurs) JOIN faits USING (nature)
WHERE code_departement IS NOT NULL AND annee IS NOT NULL
GROUP BY indicateur, code_departement, annee;
