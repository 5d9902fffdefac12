-- Quelles questions, décisions et propositions sont suivies ?
-- param departement VARCHAR facultatif : code du département
-- returns decision_id VARCHAR : identifiant de la décision
-- returns seance_id VARCHAR : identifiant de la séance
-- returns sujet_type VARCHAR : genre de sujet : action, evenement, seance, instance, structure ou projet
-- returns sujet_id VARCHAR : identifiant du sujet
-- returns intitule VARCHAR : intitulé
-- returns nature VARCHAR : nature
-- returns porteur VARCHAR : porteur (une fonction)
-- returns echeance DATE : échéance
-- returns etat VARCHAR : état le jour où elle est prise
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT decision_id, seance_id, sujet_type, sujet_id, intitule, nature, porteur, echeance, etat, source, fichier, ligne
FROM decisions
WHERE ($departement IS NULL OR seance_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'seance')
  OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY decision_id, source
