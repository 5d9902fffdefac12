-- Combien de personnes, de séances, de réponses, pour chaque sujet et année ?
-- param departement VARCHAR facultatif : code du département
-- returns sujet_type VARCHAR : genre de sujet : action, evenement, seance, instance, structure ou projet
-- returns sujet_id VARCHAR : identifiant du sujet
-- returns grandeur VARCHAR : ce qui est compté
-- returns annee INTEGER : année
-- returns valeur DOUBLE : valeur
-- returns borne_basse DOUBLE : borne basse
-- returns borne_haute DOUBLE : borne haute
-- returns precision VARCHAR : précision
-- returns secret BOOLEAN : nombre de personnes masqué par le secret statistique
-- returns methode VARCHAR : méthode de comptage
-- returns texte_source VARCHAR : mots d'où vient le fait
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT sujet_type, sujet_id, grandeur, annee, valeur, borne_basse, borne_haute, precision, secret, methode,
       texte_source, source, fichier, ligne
FROM mesures_publiees
WHERE etat = 'validee'
  AND ($departement IS NULL OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY sujet_type, sujet_id, grandeur, annee, source, fichier, ligne, valeur,
         borne_basse, borne_haute, precision, methode, texte_source
