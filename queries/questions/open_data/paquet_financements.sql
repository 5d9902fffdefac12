-- Qui finance quoi : demandé, accordé, versé ?
-- param departement VARCHAR facultatif : code du département
-- returns financement_id VARCHAR : identifiant du financement
-- returns sujet_type VARCHAR : genre de sujet : action, evenement, seance, instance, structure ou projet
-- returns sujet_id VARCHAR : identifiant du sujet
-- returns financeur VARCHAR : financeur, tel qu'écrit
-- returns dispositif VARCHAR : dispositif
-- returns exercice INTEGER : exercice
-- returns demande_eur DECIMAL(14,2) : demandé, en euros courants
-- returns accorde_eur DECIMAL(14,2) : accordé, en euros courants
-- returns verse_eur DECIMAL(14,2) : versé, en euros courants
-- returns nature VARCHAR : nature
-- returns convention_debut DATE : début de la convention
-- returns convention_fin DATE : fin de la convention
-- returns texte_source VARCHAR : mots d'où vient le fait
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT financement_id, sujet_type, sujet_id, financeur, dispositif, exercice, demande_eur, accorde_eur, verse_eur,
       nature, convention_debut, convention_fin, texte_source, source, fichier, ligne
FROM financements
WHERE etat = 'validee'
  AND ($departement IS NULL OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY financement_id
