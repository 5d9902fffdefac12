-- Pour chaque action, que sait-on de son lieu et de ses participants ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns action_id VARCHAR : identifiant
-- returns lieu VARCHAR : declaree, deduite ou departement_seul ; vide si rien n'est connu
-- returns participants VARCHAR : validee, proposee (à valider), vide si aucun nombre n'est connu
WITH lieux AS (
    SELECT action_id, CASE WHEN bool_or(precision = 'declaree') THEN 'declaree' ELSE 'deduite' END AS lieu
    FROM actions_lieux
    WHERE role = 'lieu' AND code_commune IS NOT NULL
    GROUP BY ALL
),
comptes AS (
    SELECT sujet_id AS action_id, CASE WHEN bool_or(etat = 'validee') THEN 'validee' ELSE 'proposee' END AS participants
    FROM mesures
    WHERE sujet_type = 'action' AND grandeur IN ('participants_distincts', 'participations', 'familles')
    GROUP BY ALL
)
SELECT action_id,
       coalesce(lieu, CASE WHEN code_departement IS NOT NULL THEN 'departement_seul' END) AS lieu, participants
FROM actions
LEFT JOIN lieux USING (action_id)
LEFT JOIN comptes USING (action_id)
WHERE action_id IN (FROM actions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
ORDER BY action_id
