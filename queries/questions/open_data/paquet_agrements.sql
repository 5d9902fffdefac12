-- Quels agréments ont les structures, et jusqu'à quand ?
-- param departement VARCHAR facultatif : code du département
-- returns structure_id VARCHAR : identifiant de la structure
-- returns organisme VARCHAR : organisme qui agrée
-- returns objet VARCHAR : objet
-- returns debut DATE : début
-- returns fin DATE : fin
-- returns precision VARCHAR : précision
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT structure_id, organisme, objet, debut, fin, precision, source, fichier, ligne
FROM agrements
WHERE ($departement IS NULL OR structure_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'structure'))
ORDER BY structure_id, organisme, objet, source
