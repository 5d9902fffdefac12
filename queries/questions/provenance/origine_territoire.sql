-- Comment s'appelle le territoire, la structure ou l'action d'un chiffre, et dans quel département est-ce ?
-- param niveau VARCHAR : departement, bassin, epci, commune, structure ou action
-- param territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département ; vide si inconnu
-- returns departement VARCHAR : son nom
WITH nommes AS (
    SELECT niveau, territoire, nom, code_departement FROM territoires_niveaux
    UNION ALL
    SELECT 'structure', structure_id, any_value(structure), any_value(departement) FROM actions_listees GROUP BY structure_id
    UNION ALL SELECT 'action', action_id, titre, departement FROM actions_listees
)
SELECT nommes.nom, code_departement, departements.nom AS departement
FROM nommes LEFT JOIN departements USING (code_departement)
WHERE niveau = $niveau AND territoire = $territoire
