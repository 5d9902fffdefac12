-- Quels budgets sont déclarés, tels quels ?
-- param departement VARCHAR facultatif : code du département
-- returns budget_id VARCHAR : identifiant du budget
-- returns sujet_type VARCHAR : genre de sujet : action, evenement, seance, instance, structure ou projet
-- returns sujet_id VARCHAR : identifiant du sujet
-- returns exercice INTEGER : exercice
-- returns nature VARCHAR : nature
-- returns total_charges_eur DECIMAL(14,2) : total des charges déclaré, en euros courants
-- returns total_produits_eur DECIMAL(14,2) : total des produits déclaré, en euros courants
-- returns total_general_charges_eur DECIMAL(14,2) : total général des charges déclaré, en euros courants
-- returns total_general_produits_eur DECIMAL(14,2) : total général des produits déclaré, en euros courants
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT budget_id, sujet_type, sujet_id, exercice, nature, total_charges_eur, total_produits_eur,
       total_general_charges_eur, total_general_produits_eur, source, fichier, ligne
FROM budgets
WHERE etat = 'validee'
  AND ($departement IS NULL OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY budget_id
