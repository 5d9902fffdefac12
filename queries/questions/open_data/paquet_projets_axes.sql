-- Quels sont les axes des projets sociaux ?
-- param departement VARCHAR facultatif : code du département
-- returns projet_id VARCHAR : identifiant du projet social
-- returns rang INTEGER : rang
-- returns intitule VARCHAR : intitulé
-- returns transversal BOOLEAN : axe transversal
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT projet_id, rang, intitule, transversal, source, fichier, ligne
FROM projets_axes
WHERE ($departement IS NULL OR projet_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'projet'))
ORDER BY projet_id, transversal, rang, source
