-- Combien coûte une participation à cette action ?
-- returns niveau VARCHAR : action
-- returns territoire VARCHAR : identifiant de l'action
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : charges réalisées, en euros
-- returns denominateur DOUBLE : participations validées de la même année
-- returns n BIGINT : les mêmes participations
-- returns n_renseignes BIGINT : 1 : les deux sont connues
-- returns n_total BIGINT : 1
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : les participations sont masquées
WITH passages AS (
    SELECT sujet_id AS action_id, annee, any_value(valeur) AS participations, bool_or(secret) AS secret
    FROM mesures_publiees
    WHERE sujet_type = 'action' AND grandeur = 'participations' AND etat = 'validee' AND annee IS NOT NULL
    GROUP BY ALL HAVING count(*) = 1 AND (any_value(valeur) IS NOT NULL OR bool_or(secret))
)
SELECT 'action' AS niveau, action_id AS territoire, passages.annee, charges AS numerateur, participations AS denominateur,
       participations::BIGINT AS n, 1::BIGINT AS n_renseignes, 1::BIGINT AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret
FROM budgets_uniques JOIN passages ON sujet_id = action_id AND budgets_uniques.annee = passages.annee
WHERE sujet_type = 'action' AND nature = 'realise' AND charges IS NOT NULL
