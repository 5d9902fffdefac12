-- Que touchent les décisions : quels indicateurs, territoires et actions ?
-- param decision VARCHAR facultatif : identifiant d'une décision
-- param genre VARCHAR facultatif : indicateur, departement, bassin, epci, commune ou action
-- param code VARCHAR facultatif : identifiant de ce qui est touché
-- returns decision_id VARCHAR : identifiant de la décision
-- returns genre VARCHAR : indicateur, departement, bassin, epci, commune ou action
-- returns code VARCHAR : identifiant
-- returns nom VARCHAR : nom ; vide si ce qui est touché n'est plus connu
WITH connus AS (
    SELECT 'indicateur' AS genre, id AS code, titre AS nom FROM indicateurs
    UNION ALL SELECT 'action', action_id, titre FROM actions
    UNION ALL SELECT 'commune', code_commune, nom FROM communes
    UNION ALL SELECT 'departement', code_departement, nom FROM departements
    UNION ALL SELECT division, code_zone, nom FROM zones WHERE division IN ('bassin', 'epci')
)
SELECT DISTINCT decision_id, genre, code, nom
FROM decisions_liens LEFT JOIN connus USING (genre, code)
WHERE ($decision IS NULL OR decision_id = $decision) AND ($genre IS NULL OR genre = $genre) AND ($code IS NULL OR code = $code)
ORDER BY decision_id, genre, code
