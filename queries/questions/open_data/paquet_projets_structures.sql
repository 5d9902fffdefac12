-- Quelles structures portent les projets sociaux ?
-- param departement VARCHAR facultatif : code du département
-- returns projet_id VARCHAR : identifiant du projet social
-- returns structure_id VARCHAR : identifiant de la structure
-- returns role VARCHAR : rôle
-- returns gouvernance VARCHAR : gouvernance
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT projet_id, structure_id, role, gouvernance, source, fichier, ligne
FROM projets_structures
WHERE ($departement IS NULL OR projet_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'projet'))
ORDER BY projet_id, structure_id, source
