-- Les champs qu'un indicateur demande sont-ils renseignés ?
-- param indicateur VARCHAR facultatif : identifiant (A1)
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : identifiant
-- returns departement VARCHAR : code du département
-- returns champ VARCHAR : champ de la fiche, de la séance ou de l'événement
-- returns n_renseignes BIGINT : fiches (ou séances, événements) où il est renseigné et validé
-- returns n_total BIGINT : fiches (ou séances, événements) où il est attendu
SELECT indicateur, code_departement AS departement, champ, n_renseignes, n_total
FROM champs_renseignes JOIN indicateurs ON id = indicateur
WHERE ($indicateur IS NULL OR indicateur = $indicateur) AND ($departement IS NULL OR code_departement = $departement)
ORDER BY code_departement, rang, list_position(champs, champ)
