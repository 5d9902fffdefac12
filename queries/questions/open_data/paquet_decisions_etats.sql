-- Par quels états les décisions sont-elles passées ?
-- param departement VARCHAR facultatif : code du département
-- returns decision_id VARCHAR : identifiant de la décision
-- returns etat VARCHAR : état
-- returns dit_le DATE : jour où il est dit
-- returns echeance DATE : nouvelle échéance, quand elle est reportée
-- returns seance_id VARCHAR : identifiant de la séance
-- returns motif VARCHAR : motif
-- returns source VARCHAR : chargement (table sources)
SELECT decision_id, etat, dit_le, echeance, seance_id, motif, source
FROM decisions_etats
WHERE decision_id IN (
    SELECT decision_id FROM decisions
    WHERE ($departement IS NULL OR seance_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'seance')
  OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL)))
)
ORDER BY decision_id, dit_le, source
