-- Quels chiffres officiels décrivent les communes d'un département, et pour combien sont-ils connus ?
-- param departement VARCHAR : code du département
-- returns variable VARCHAR : nom court
-- returns titre VARCHAR : titre
-- returns unite VARCHAR : unité
-- returns editeur VARCHAR : qui le publie
-- returns annee INTEGER : année la plus récente
-- returns n_valeurs BIGINT : communes dont la valeur est connue
-- returns n_secretes BIGINT : communes où elle est secrète (s)
-- returns n_communes BIGINT : communes du département
-- returns source VARCHAR : chargement
WITH total AS (SELECT count(*) AS n_communes FROM communes WHERE code_departement = $departement),
comptes AS (
    SELECT variable, source, max(annee)::INTEGER AS annee, count(valeur) AS n_valeurs,
           count(*) FILTER (marque = 's') AS n_secretes
    FROM contexte_retenu WHERE code_departement = $departement GROUP BY ALL
)
SELECT variable, titre, unite, editeur, annee, n_valeurs, n_secretes, n_communes, source
FROM comptes JOIN contexte_variables USING (variable, source), total
WHERE n_valeurs > 0
ORDER BY variable
