-- Quelles lignes ont ces budgets ?
-- param departement VARCHAR facultatif : code du département
-- returns budget_id VARCHAR : identifiant du budget
-- returns rang INTEGER : rang
-- returns cote VARCHAR : charge ou produit
-- returns compte VARCHAR : compte du plan comptable
-- returns niveau VARCHAR : niveau
-- returns libelle VARCHAR : libellé
-- returns montant_eur DECIMAL(14,2) : montant, en euros courants
-- returns financeur VARCHAR : financeur, tel qu'écrit
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT budget_id, rang, cote, compte, niveau, libelle, montant_eur, financeur, source, fichier, ligne
FROM lignes_budget
WHERE budget_id IN (SELECT budget_id FROM budgets WHERE etat = 'validee'
  AND ($departement IS NULL OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL))))
ORDER BY budget_id, rang
