-- Que disent les chiffres officiels des communes ?
-- param departement VARCHAR facultatif : code du département
-- returns code_commune VARCHAR : commune, code COG
-- returns annee INTEGER : année
-- returns variable VARCHAR : variable
-- returns titre VARCHAR : ce que dit la variable
-- returns unite VARCHAR : unité
-- returns valeur DOUBLE : valeur
-- returns marque VARCHAR : marque : nd, s, ns, ///, p ou r
-- returns censure VARCHAR : au_plus ou au_moins, quand l'éditeur coupe la valeur
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT code_commune, annee, variable, titre, unite, valeur, marque, censure, source, fichier, ligne
FROM contexte_communes
LEFT JOIN contexte_variables USING (variable, source)
WHERE $departement IS NULL OR code_commune IN (SELECT code_commune FROM communes WHERE code_departement = $departement)
ORDER BY code_commune, annee, variable, source
