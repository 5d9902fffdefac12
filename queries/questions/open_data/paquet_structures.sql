-- Quelles structures portent les actions ?
-- param departement VARCHAR facultatif : code du département
-- returns structure_id VARCHAR : identifiant de la structure
-- returns nom VARCHAR : nom
-- returns type VARCHAR : genre
-- returns code_departement VARCHAR : code du département
-- returns code_commune VARCHAR : commune, code COG
-- returns siret VARCHAR : numéro SIRET
-- returns rna VARCHAR : numéro RNA
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT structure_id, nom, type, code_departement, code_commune, siret, rna, source, fichier, ligne
FROM structures
WHERE ($departement IS NULL OR structure_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'structure'))
ORDER BY structure_id, source
