-- Combien d'actions actives la dernière année connue ont un coût et des montants accordés connus ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns n BIGINT : actions
SELECT count(*) AS n FROM appuis_actions
WHERE code_departement = $departement
  AND ($bassin IS NULL OR list_contains(codes_bassins, $bassin))
