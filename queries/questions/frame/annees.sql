-- Quelles années portent des faits, et combien ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns annee INTEGER : année
-- returns n_actions BIGINT : actions connues pour avoir été actives cette année-là
-- returns n_evenements BIGINT : événements de cette année-là
WITH retenus AS (
    SELECT annee_debut, coalesce(annee_fin, annee_debut) AS annee_fin, sum(n_actions) AS n_actions,
           sum(n_evenements) AS n_evenements
    FROM comptes_positions
    WHERE annee_debut IS NOT NULL AND position IN (FROM positions_du_perimetre($departement, $bassin, NULL, NULL))
    GROUP BY ALL
),
annees AS (SELECT unnest(range(min(annee_debut), max(annee_fin) + 1))::INTEGER AS annee FROM retenus)
SELECT annee, coalesce(sum(n_actions), 0)::BIGINT AS n_actions, coalesce(sum(n_evenements), 0)::BIGINT AS n_evenements
FROM annees LEFT JOIN retenus ON annee BETWEEN annee_debut AND annee_fin
GROUP BY annee ORDER BY annee
