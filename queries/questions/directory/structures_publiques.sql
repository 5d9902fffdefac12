-- Que publie-t-on des structures de ces actions : genre, siège, numéros ?
-- param actions VARCHAR[] : identifiants des actions
-- returns action_id VARCHAR : identifiant de l'action
-- returns structure_id VARCHAR : identifiant de la structure
-- returns nom VARCHAR : nom de la structure
-- returns type VARCHAR : genre de structure ; vide si inconnu
-- returns code_commune VARCHAR : commune du siège, code COG ; vide si inconnue, ou si les sources se contredisent
-- returns commune VARCHAR : commune du siège
-- returns siret VARCHAR : numéro SIRET ; vide si inconnu, ou si les sources se contredisent
-- returns rna VARCHAR : numéro RNA ; vide si inconnu, ou si les sources se contredisent
WITH dites AS (
    SELECT structure_id,
           CASE WHEN count(DISTINCT type) = 1 THEN min(type) END AS type,
           CASE WHEN count(DISTINCT code_commune) = 1 THEN min(code_commune) END AS code_commune,
           CASE WHEN count(DISTINCT siret) = 1 THEN min(siret) END AS siret,
           CASE WHEN count(DISTINCT rna) = 1 THEN min(rna) END AS rna
    FROM structures GROUP BY structure_id
)
SELECT action_id, actions_listees.structure_id, actions_listees.structure AS nom, type, dites.code_commune,
       communes.nom AS commune, siret, rna
FROM actions_listees
LEFT JOIN dites USING (structure_id)
LEFT JOIN communes ON communes.code_commune = dites.code_commune
WHERE list_contains($actions, action_id)
ORDER BY numero
