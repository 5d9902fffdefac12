-- Où les actions ont-elles lieu, d'où viennent leurs publics, où siège leur structure ?
-- param departement VARCHAR facultatif : code du département
-- returns action_id VARCHAR : identifiant de l'action
-- returns role VARCHAR : rôle
-- returns code_commune VARCHAR : commune, code COG
-- returns code_departement VARCHAR : code du département
-- returns precision VARCHAR : précision
-- returns texte_source VARCHAR : mots d'où vient le fait
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT action_id, role, code_commune, code_departement, precision, texte_source, source, fichier, ligne
FROM actions_lieux
WHERE ($departement IS NULL OR action_id IN (FROM actions_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY action_id, role, code_commune, code_departement, precision, source, fichier, ligne, texte_source
