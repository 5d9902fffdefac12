-- Quelles cibles ont été fixées, par quelle séance, et lesquelles ont été remplacées ?
-- param indicateur VARCHAR facultatif : identifiant de l'indicateur
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie ; sans lui, celles du département entier
-- returns indicateur VARCHAR : identifiant de l'indicateur
-- returns departement VARCHAR : code du département
-- returns code_zone VARCHAR : code du bassin ; vide pour le département entier
-- returns valeur_cible DOUBLE : valeur visée, dans l'unité de l'indicateur
-- returns annee_cible INTEGER : année visée
-- returns valeur_reference DOUBLE : valeur de départ ; vide si la cible n'en fixe pas
-- returns annee_reference INTEGER : première année de la référence
-- returns annee_reference_fin INTEGER : sa dernière année
-- returns fixee_le DATE : jour où elle est fixée ; vide si inconnu
-- returns seance_id VARCHAR : séance qui l'a adoptée ; vide si inconnue
-- returns motif VARCHAR : pourquoi ; vide si rien n'est dit
-- returns remplacee BOOLEAN : une autre, dite plus tard pour la même année, compte à sa place
-- returns contredite BOOLEAN : une autre la dit autrement, et rien ne dit laquelle vient après : aucune ne compte
-- returns source VARCHAR : chargement ou saisie qui la dit
SELECT indicateur, code_departement AS departement, code_zone, valeur_cible, annee_cible, valeur_reference, annee_reference,
       annee_reference_fin, fixee_le, seance_id, motif, remplacee, contredite, source
FROM cibles_dites
WHERE ($indicateur IS NULL OR indicateur = $indicateur)
  AND ($departement IS NULL OR (code_departement = $departement AND code_zone IS NOT DISTINCT FROM $bassin))
ORDER BY indicateur, code_departement, code_zone NULLS FIRST, annee_cible, remplacee, fixee_le DESC NULLS LAST, source
