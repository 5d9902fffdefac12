-- Combien de lignes ont été refusées ?
-- param source VARCHAR facultatif : identifiant d'un chargement
-- returns n_rejets BIGINT : lignes refusées, une par raison
SELECT count(*) AS n_rejets FROM rejets WHERE $source IS NULL OR source = $source
