-- Qu'est-ce qui a été refusé, où, et pourquoi ?
-- param source VARCHAR facultatif : identifiant d'un chargement
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier
-- returns ligne INTEGER : ligne
-- returns colonne VARCHAR : colonne ou rubrique
-- returns valeur VARCHAR : ce qui était écrit
-- returns raison VARCHAR : pourquoi
SELECT source, fichier, ligne, colonne, valeur, raison
FROM rejets
WHERE $source IS NULL OR source = $source
ORDER BY source, fichier, ligne NULLS FIRST
LIMIT $limite
