-- Quelles actions sont recensées ?
-- param departement VARCHAR facultatif : code du département
-- returns action_id VARCHAR : identifiant de l'action
-- returns titre VARCHAR : titre
-- returns structure_id VARCHAR : identifiant de la structure
-- returns structure VARCHAR : structure organisatrice
-- returns code_departement VARCHAR : code du département
-- returns statut VARCHAR : statut dit par la fiche, tel qu'écrit
-- returns motif_fin VARCHAR : raison de la fin, telle qu'écrite
-- returns motif_fin_code VARCHAR : raison de la fin, codée quand elle est claire
-- returns dimension VARCHAR : dimension, telle qu'écrite
-- returns portee VARCHAR : territoire concerné, tel qu'écrit
-- returns date_debut DATE : début
-- returns date_debut_precision VARCHAR : précision de la date de début : jour, mois, annee ou inconnue
-- returns date_fin DATE : fin
-- returns date_fin_precision VARCHAR : précision de la date de fin : jour, mois, annee ou inconnue
-- returns resume VARCHAR : résumé
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT action_id, titre, structure_id, structure, code_departement, statut, motif_fin, motif_fin_code, dimension,
       portee, date_debut, date_debut_precision, date_fin, date_fin_precision, resume, source, fichier, ligne
FROM actions
WHERE ($departement IS NULL OR action_id IN (FROM actions_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY action_id
