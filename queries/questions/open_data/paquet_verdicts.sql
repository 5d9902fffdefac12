-- Quels indicateurs progressent, et où ?
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : indicateur
-- returns niveau VARCHAR : niveau : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns reference_debut INTEGER : première année de référence
-- returns reference_fin INTEGER : dernière année de référence
-- returns valeur_reference DOUBLE : valeur de référence
-- returns recente_debut INTEGER : première année récente
-- returns recente_fin INTEGER : dernière année récente
-- returns valeur_recente DOUBLE : valeur des années récentes
-- returns ecart DOUBLE : écart
-- returns ecart_bas DOUBLE : borne basse de l'écart
-- returns ecart_haut DOUBLE : borne haute de l'écart
-- returns annee_cible INTEGER : année de la cible
-- returns valeur_cible DOUBLE : valeur cible
-- returns verdict VARCHAR : verdict
-- returns phrase VARCHAR : phrase du verdict
SELECT indicateur, niveau, territoire, nom, code_departement, reference_debut, reference_fin, valeur_reference, recente_debut,
       recente_fin, valeur_recente, ecart, ecart_bas, ecart_haut, annee_cible, valeur_cible, verdict, phrase
FROM indicateurs_progres
WHERE $departement IS NULL OR code_departement = $departement
ORDER BY indicateur, niveau, territoire, annee_cible
