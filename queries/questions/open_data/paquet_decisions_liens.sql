-- Que touchent les décisions : indicateurs, territoires, actions ?
-- param departement VARCHAR facultatif : code du département
-- returns decision_id VARCHAR : identifiant de la décision
-- returns genre VARCHAR : genre de ce qui est touché
-- returns code VARCHAR : code ou identifiant de ce qui est touché
-- returns source VARCHAR : chargement (table sources)
SELECT decision_id, genre, code, source
FROM decisions_liens
WHERE decision_id IN (
    SELECT decision_id FROM decisions
    WHERE ($departement IS NULL OR seance_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'seance')
  OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL)))
)
ORDER BY decision_id, genre, code, source
