-- Quels champs disent la même chose dans toutes les fiches, et n'apprennent donc rien ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns champ VARCHAR : champ de la fiche
-- returns valeur VARCHAR : la valeur unique
-- returns n_actions BIGINT : actions qui la portent
SELECT nom AS champ, any_value(valeur) AS valeur, sum(n_actions)::BIGINT AS n_actions
FROM valeurs_du_perimetre($departement, $bassin, $annee_min, $annee_max)
JOIN (VALUES ('partenaire', 'partenaires'), ('public', 'public'), ('initiative', 'initiative'), ('mot', 'mots clés'),
             ('statut', 'statut'), ('dimension', 'dimension'), ('portee', 'portée')) AS champs (champ, nom) USING (champ)
WHERE valeur <> 'nd'
GROUP BY nom
HAVING count(*) = 1 AND sum(n_actions) > 4
ORDER BY nom
