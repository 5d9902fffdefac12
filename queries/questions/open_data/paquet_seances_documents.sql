-- Quels documents les séances ont-elles laissés ?
-- param departement VARCHAR facultatif : code du département
-- returns seance_id VARCHAR : identifiant de la séance
-- returns titre VARCHAR : titre ; vide si personne ne l'a relu
-- returns adresse VARCHAR : adresse en ligne
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT seance_id, titre, adresse, source, fichier, ligne
FROM seances_documents
WHERE ($departement IS NULL OR seance_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'seance'))
ORDER BY seance_id, titre, source, ligne
