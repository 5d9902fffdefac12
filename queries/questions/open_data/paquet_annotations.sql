-- Que doivent dire les séries à qui les lit : ruptures, changements de comptage ?
-- param departement VARCHAR facultatif : code du département
-- returns annotation_id VARCHAR : identifiant de l'annotation
-- returns indicateur VARCHAR : indicateur ; vide pour tous
-- returns code_departement VARCHAR : code du département
-- returns code_zone VARCHAR : bassin ou zone, code
-- returns annee INTEGER : année
-- returns annee_fin INTEGER : dernière année
-- returns texte VARCHAR : texte
-- returns nature VARCHAR : nature
-- returns source VARCHAR : chargement (table sources)
SELECT annotation_id, indicateur, code_departement, code_zone, annee, annee_fin, texte, nature, source
FROM annotations
WHERE ($departement IS NULL OR code_departement IS NULL OR code_departement = $departement)
ORDER BY annotation_id, source
