-- Quels champs disent la même chose dans toutes les fiches, et n'apprennent donc rien ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns champ VARCHAR : champ de la fiche
-- returns valeur VARCHAR : la valeur unique
-- returns n_actions BIGINT : actions qui la portent
WITH a AS (SELECT * FROM actions WHERE action_id IN (
    FROM actions_du_perimetre($departement, $bassin, $annee_min, $annee_max))),
valeurs AS (
    SELECT 'partenaires' AS champ, action_id, partenaire AS valeur FROM actions_partenaires
    UNION ALL SELECT 'public', action_id, public FROM actions_publics
    UNION ALL SELECT 'initiative', action_id, initiateur FROM actions_initiateurs
    UNION ALL SELECT 'mots clés', action_id, mot_cle FROM actions_mots_cles
    UNION ALL SELECT 'statut', action_id, statut FROM a WHERE statut IS NOT NULL
    UNION ALL SELECT 'dimension', action_id, dimension FROM a WHERE dimension IS NOT NULL
    UNION ALL SELECT 'portée', action_id, portee FROM a WHERE portee IS NOT NULL
)
SELECT champ, any_value(valeur) AS valeur, count(DISTINCT action_id) AS n_actions
FROM valeurs SEMI JOIN a USING (action_id)
GROUP BY champ
HAVING count(DISTINCT valeur) = 1 AND count(DISTINCT action_id) > 4
ORDER BY champ
