-- Quelles cibles sont fixées aux indicateurs, et lesquelles ont été remplacées ?
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : indicateur
-- returns code_zone VARCHAR : bassin ou zone, code
-- returns code_departement VARCHAR : code du département
-- returns valeur_reference DOUBLE : valeur de référence
-- returns annee_reference INTEGER : première année de référence
-- returns annee_reference_fin INTEGER : dernière année de référence
-- returns valeur_cible DOUBLE : valeur cible
-- returns annee_cible INTEGER : année de la cible
-- returns fixee_le DATE : jour où elle est fixée
-- returns seance_id VARCHAR : identifiant de la séance qui l'a adoptée
-- returns motif VARCHAR : motif
-- returns remplacee BOOLEAN : remplacée par une autre, dite plus tard
-- returns contredite BOOLEAN : une autre la dit autrement, et rien ne dit laquelle vient après : aucune ne compte
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT indicateur, code_zone, code_departement, valeur_reference, annee_reference, annee_reference_fin, valeur_cible,
       annee_cible, fixee_le, seance_id, motif, remplacee, contredite, source, fichier, ligne
FROM cibles_dites
WHERE ($departement IS NULL OR code_departement = $departement)
ORDER BY indicateur, code_departement, code_zone, annee_cible, remplacee, fixee_le, source, fichier, ligne
