-- One row for each session and territory: the département of its body, and each bassin that people come from. Which of its
-- counts are known; ``colleges``: those of the residents and of at least one other college, or of the whole.
CREATE OR REPLACE TABLE seances_connues AS
WITH tenues AS (
    SELECT seance_id, any_value(year(tenue_le))::INTEGER AS annee, any_value(instances.code_departement) AS code_departement,
           any_value(coalesce(instances.code_zone, communes_bassins.code_bassin)) AS code_bassin
    FROM seances JOIN instances USING (instance_id)
    LEFT JOIN communes_bassins ON communes_bassins.code_commune = instances.code_commune
    GROUP BY seance_id
),
comptes AS (
    SELECT tenues.*, coalesce(presences_publiees.code_zone, code_bassin) AS bassin, college,
           presents IS NOT NULL OR secret AS presents, convoques IS NOT NULL OR secret AS convoques
    FROM tenues LEFT JOIN presences_publiees USING (seance_id)
),
situees AS (
    SELECT 'departement' AS niveau, code_departement AS territoire, * FROM comptes
    UNION ALL SELECT 'bassin', bassin, * FROM comptes WHERE bassin IS NOT NULL
)
SELECT niveau, territoire, code_departement, annee, seance_id,
       coalesce(bool_or(presents), false) AS presents,
       coalesce(bool_or(presents AND convoques), false) AS convoques,
       coalesce(bool_or(presents AND college = 'habitants') AND bool_or(presents AND college <> 'habitants'), false) AS colleges,
       coalesce(bool_or(presents AND bassin IS NOT NULL), false) AS bassins
FROM situees WHERE annee IS NOT NULL
GROUP BY ALL;
