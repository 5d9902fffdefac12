-- Quels projets sociaux sont recensés ?
-- param departement VARCHAR facultatif : code du département
-- returns projet_id VARCHAR : identifiant du projet social
-- returns titre VARCHAR : titre
-- returns code_epci VARCHAR : intercommunalité, SIREN
-- returns debut DATE : début
-- returns fin DATE : fin
-- returns precision VARCHAR : précision
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT projet_id, titre, code_epci, debut, fin, precision, source, fichier, ligne
FROM projets_sociaux
WHERE ($departement IS NULL OR projet_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'projet'))
ORDER BY projet_id, source
