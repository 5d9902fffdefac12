-- Où les projets sociaux ont-ils leurs locaux et leur rayonnement ?
-- param departement VARCHAR facultatif : code du département
-- returns projet_id VARCHAR : identifiant du projet social
-- returns structure_id VARCHAR : identifiant de la structure
-- returns code_commune VARCHAR : commune, code COG
-- returns code_epci VARCHAR : intercommunalité, SIREN
-- returns role VARCHAR : rôle
-- returns quartier VARCHAR : quartier prioritaire, tel qu'écrit
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT projet_id, structure_id, code_commune, code_epci, role, quartier, source, fichier, ligne
FROM projets_territoires
WHERE ($departement IS NULL OR projet_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'projet'))
ORDER BY projet_id, structure_id, code_commune, code_epci, role, source, fichier, ligne
