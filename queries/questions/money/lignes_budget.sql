-- Que disent les budgets, ligne par ligne, tels que déclarés ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sujet VARCHAR facultatif : identifiant d'une action, d'un événement…
-- returns sujet_type VARCHAR : action, evenement, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns budget_id VARCHAR : identifiant du budget
-- returns exercice INTEGER : exercice du budget
-- returns nature VARCHAR : previsionnel, realise ou inconnue
-- returns etat VARCHAR : validee (seule à compter), proposee, refusee ou ecartee
-- returns rang INTEGER : ordre dans le budget
-- returns cote VARCHAR : charge ou produit
-- returns compte VARCHAR : compte Cerfa (60 à 69, 70 à 79, 86, 87)
-- returns niveau VARCHAR : compte, detail ou total
-- returns libelle VARCHAR : libellé
-- returns montant_eur DECIMAL(14,2) : montant, vide si non renseigné
-- returns financeur VARCHAR : nom du financeur, quand la ligne en désigne un
-- returns famille VARCHAR : sa famille
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne
SELECT sujet_type, sujet_id, sujets.titre, budget_id, exercice, nature, etat, rang, cote, compte, niveau, lignes_budget.libelle,
       montant_eur, coalesce(financeurs_nommes.nom, lignes_budget.financeur) AS financeur, famille, lignes_budget.source,
       lignes_budget.fichier, lignes_budget.ligne
FROM lignes_budget
JOIN budgets USING (budget_id)
LEFT JOIN financeurs_nommes ON financeurs_nommes.libelle = plie(lignes_budget.financeur)
JOIN sujets USING (sujet_type, sujet_id)
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
  AND ($sujet IS NULL OR sujet_id = $sujet)
ORDER BY numero, budget_id, rang
