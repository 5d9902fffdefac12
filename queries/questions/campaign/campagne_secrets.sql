-- Quels nombres de personnes d'une campagne sont secrets pour qui prépare ses classeurs ?
-- param campagne VARCHAR : identifiant d'une campagne
-- returns structure_id VARCHAR : identifiant de la structure
-- returns sujet_id VARCHAR : identifiant de la fiche
-- returns grandeur VARCHAR : ce qui est compté
SELECT DISTINCT structure_id, sujet_id, grandeur
FROM campagnes_fiches AS f
JOIN mesures_publiees AS m ON sujet_type = 'action' AND sujet_id = action_id AND m.annee = f.annee
WHERE campagne_id = $campagne AND secret AND etat = 'validee'
ORDER BY ALL
