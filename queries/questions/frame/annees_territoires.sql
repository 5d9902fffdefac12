-- Pour quelles années des indicateurs ont-ils une valeur dans les territoires d'un département ?
-- param departement VARCHAR : code du département
-- param niveau VARCHAR : bassin ou epci
-- returns annee INTEGER : année
-- returns n_valeurs BIGINT : valeurs connues
-- returns n_provisoires BIGINT : dont provisoires
SELECT annee, count(valeur) AS n_valeurs, count(*) FILTER (statut = 'p' AND valeur IS NOT NULL) AS n_provisoires
FROM indicateurs_valeurs
WHERE code_departement = $departement AND niveau = $niveau
GROUP BY annee HAVING count(valeur) > 0
ORDER BY annee
