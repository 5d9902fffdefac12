-- Quelles actions parlent de ces mots (pluriels et accents indifférents) ?
-- param texte RACINES : mots cherchés
-- returns action_id VARCHAR : identifiant
-- returns score DOUBLE : pertinence, la plus forte d'abord
-- returns n_mots BIGINT : mots trouvés
-- returns n_cherches BIGINT : mots cherchés
SELECT sujet_id AS action_id, score, n_mots, (SELECT count(*) FROM termes WHERE list_contains($texte, terme)) AS n_cherches
FROM actions_trouvees($texte) JOIN sujets USING (numero)
ORDER BY score DESC, action_id
