-- Que valent les indicateurs, par territoire et par année ?
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : indicateur
-- returns niveau VARCHAR : niveau : departement, bassin, epci, commune, structure ou action
-- returns territoire VARCHAR : code du territoire
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns annee INTEGER : année
-- returns valeur DOUBLE : valeur, dans l'unité de l'indicateur
-- returns bas DOUBLE : borne basse de l'intervalle à 95 %
-- returns haut DOUBLE : borne haute de l'intervalle à 95 %
-- returns n BIGINT : nombre de faits comptés
-- returns n_renseignes BIGINT : nombre de faits renseignés
-- returns n_total BIGINT : nombre de faits en tout
-- returns statut VARCHAR : statut : ok, p, nd, s, ns ou ///
-- returns raison VARCHAR : raison pour laquelle il n'y a pas de valeur
SELECT indicateur, niveau, territoire, nom, code_departement, annee, valeur, bas, haut, n, n_renseignes, n_total, statut, raison
FROM indicateurs_valeurs
WHERE $departement IS NULL OR code_departement = $departement
ORDER BY indicateur, niveau, territoire, annee
