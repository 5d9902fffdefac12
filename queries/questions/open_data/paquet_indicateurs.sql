-- Que mesure chaque indicateur, et comment ?
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : indicateur
-- returns titre VARCHAR : titre
-- returns question VARCHAR : question à laquelle il répond
-- returns formule VARCHAR : formule
-- returns unite VARCHAR : unité
-- returns sens VARCHAR : sens du progrès
-- returns limites VARCHAR : limites
-- returns version VARCHAR : version
-- returns depuis DATE : depuis
SELECT id AS indicateur, titre, question, formule, unite, sens, limites, version, depuis
FROM indicateurs
WHERE $departement IS NULL OR id IN (SELECT indicateur FROM indicateurs_valeurs WHERE code_departement = $departement)
ORDER BY rang
