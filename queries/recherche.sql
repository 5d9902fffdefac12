-- Quelles actions parlent de ces mots (pluriels et accents indifférents) ?
-- param texte RACINES : mots cherchés
-- returns action_id VARCHAR : identifiant
-- returns score DOUBLE : pertinence, la plus forte d'abord
-- returns n_mots BIGINT : mots trouvés
-- returns n_cherches BIGINT : mots cherchés
WITH mots AS (
    SELECT unnest($texte::VARCHAR[]) AS terme
),
connus AS (SELECT terme FROM mots SEMI JOIN actions_termes USING (terme)),
rarete AS (
    SELECT terme, ln(1 + (SELECT count(*) FROM actions) / count(*)) AS poids_terme FROM actions_termes GROUP BY terme
)
SELECT action_id, sum(poids * poids_terme) AS score, count(*) AS n_mots, (SELECT count(*) FROM connus) AS n_cherches
FROM actions_termes JOIN connus USING (terme) JOIN rarete USING (terme)
GROUP BY action_id
HAVING count(*) = (SELECT count(*) FROM connus)
ORDER BY score DESC, action_id
