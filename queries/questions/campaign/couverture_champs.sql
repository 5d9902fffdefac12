-- Jusqu'où chaque champ que demandent les indicateurs est-il renseigné ?
-- param departement VARCHAR facultatif : code du département
-- returns departement VARCHAR : code du département
-- returns champ VARCHAR : champ de la fiche, de la séance ou de l'événement
-- returns n_renseignes BIGINT : fiches (ou séances, événements) où il est renseigné et validé
-- returns n_total BIGINT : fiches (ou séances, événements) où il est attendu
SELECT code_departement AS departement, champ, n_renseignes, n_total
FROM champs_departements
WHERE ($departement IS NULL OR code_departement = $departement) AND champ IN (SELECT champ FROM champs_renseignes)
ORDER BY code_departement, champ
