-- Sur quelles fiches porte le classeur de chaque structure d'une campagne ?
-- param campagne VARCHAR : identifiant d'une campagne
-- returns structure_id VARCHAR : identifiant de la structure
-- returns structure VARCHAR : son nom
-- returns sujet_id VARCHAR : identifiant de la fiche
-- returns titre VARCHAR : son titre
SELECT structure_id, nom AS structure, action_id AS sujet_id, titre
FROM campagnes_fiches JOIN structures_bassins USING (structure_id)
WHERE campagne_id = $campagne
ORDER BY structure, structure_id, titre, sujet_id
