-- Que disent les textes des fiches ?
-- param departement VARCHAR facultatif : code du département
-- returns action_id VARCHAR : identifiant de l'action
-- returns rubrique VARCHAR : rubrique de la fiche
-- returns rang INTEGER : rang
-- returns texte VARCHAR : texte
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT action_id, rubrique, rang, texte, source, fichier, ligne
FROM actions_textes
WHERE ($departement IS NULL OR action_id IN (FROM actions_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY action_id, rubrique, rang, source
