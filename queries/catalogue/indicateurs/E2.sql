-- Quelle part des ressources des actions est apportée sans argent ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : contributions volontaires (compte 87), en euros
-- returns denominateur DOUBLE : produits (70 à 79) et contributions volontaires, en euros
-- returns n BIGINT : actions dont le budget détaillé dit les deux
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions actives dans l'année, ou dont un budget ou une subvention porte cet exercice
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH valorisees AS (
    SELECT sujet_id AS action_id, annee, produits, contributions FROM budgets_retenus
    WHERE sujet_type = 'action' AND detaille AND contributions IS NOT NULL
)
SELECT niveau, territoire, annee, sum(contributions * part) AS numerateur,
       sum((produits + contributions) * part) AS denominateur, count(contributions * part) AS n,
       count(contributions * part) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_exercices LEFT JOIN valorisees USING (action_id, annee)
WHERE niveau = 'departement'
GROUP BY niveau, territoire, annee
