-- Quel champ compléter d'abord, pour ouvrir le plus d'indicateurs ?
-- param departement VARCHAR facultatif : code du département
-- returns departement VARCHAR : code du département
-- returns champ VARCHAR : champ à compléter
-- returns n_manquants BIGINT : fiches (ou séances, événements) où il manque
-- returns n_total BIGINT : fiches où il est attendu
-- returns n_indicateurs BIGINT : indicateurs que cela ouvrirait
-- returns indicateurs VARCHAR[] : lesquels
-- returns phrase VARCHAR : en une phrase
-- returns rang INTEGER : ordre
SELECT code_departement AS departement, champ, n_manquants, n_total, n_indicateurs, indicateurs, phrase, rang
FROM champs_a_collecter
WHERE $departement IS NULL OR code_departement = $departement
ORDER BY code_departement, rang
