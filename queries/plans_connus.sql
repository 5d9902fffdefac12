-- Combien d'actions en cours ont un coût et des montants accordés connus ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns n BIGINT : actions
SELECT count(*) AS n FROM appuis_actions
WHERE code_departement = $departement
  AND ($bassin IS NULL OR action_id IN (SELECT action_id FROM appuis_lieux WHERE code_bassin = $bassin))
