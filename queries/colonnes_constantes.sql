-- Quels champs disent la même chose dans toutes les fiches, et n'apprennent donc rien ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns champ VARCHAR : champ de la fiche
-- returns valeur VARCHAR : la valeur unique
-- returns n_actions BIGINT : actions qui la portent
SELECT champ, any_value(valeur) AS valeur, count(DISTINCT action_id) AS n_actions
FROM valeurs_declarees
WHERE action_id IN (FROM actions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
GROUP BY champ
HAVING count(DISTINCT valeur) = 1 AND count(DISTINCT action_id) > 4
ORDER BY champ
