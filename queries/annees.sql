-- Quelles années portent des faits, et combien ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns annee INTEGER : année
-- returns n_actions BIGINT : actions connues pour avoir été actives cette année-là
-- returns n_evenements BIGINT : événements de cette année-là
WITH retenus AS (
    SELECT DISTINCT sujet_type, sujet_id, annee_debut, coalesce(annee_fin, annee_debut) AS annee_fin FROM sujets_situes
    WHERE annee_debut IS NOT NULL
      AND ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
),
annees AS (SELECT unnest(range(min(annee_debut), max(annee_fin) + 1))::INTEGER AS annee FROM retenus)
SELECT annee, count(*) FILTER (sujet_type = 'action') AS n_actions,
       count(*) FILTER (sujet_type = 'evenement') AS n_evenements
FROM annees LEFT JOIN retenus ON annee BETWEEN annee_debut AND annee_fin
GROUP BY annee ORDER BY annee
