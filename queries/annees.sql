-- Quelles années portent des faits, et combien ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns annee INTEGER : année
-- returns n_actions BIGINT : actions connues pour avoir été actives cette année-là
-- returns n_evenements BIGINT : événements de cette année-là
WITH bornes AS (
    SELECT min(annee_debut) AS de, max(annee_fin) AS a FROM (
        SELECT annee_debut, annee_fin FROM actions_situees
        WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
        UNION ALL
        SELECT annee, annee FROM evenements_situes
        WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
    )
),
annees AS (SELECT unnest(range(de, a + 1))::INTEGER AS annee FROM bornes)
SELECT annee,
       (SELECT count(*) FROM actions_du_perimetre($departement, $bassin, annee, annee)) AS n_actions,
       (SELECT count(*) FROM evenements_situes WHERE evenements_situes.annee = annees.annee
            AND ($departement IS NULL OR code_departement = $departement)
            AND ($bassin IS NULL OR code_bassin = $bassin)) AS n_evenements
FROM annees ORDER BY annee
