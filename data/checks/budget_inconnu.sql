-- Une ligne de budget doit appartenir à un budget connu.
-- gravite bloquant
SELECT fichier, ligne, 'budget_id' AS colonne, budget_id AS valeur,
       'aucun budget ne porte cet identifiant : ajoutez-le, ou corrigez l''identifiant' AS raison
FROM arrivee.lignes_budget ANTI JOIN tout.budgets USING (budget_id)
ORDER BY fichier, ligne
