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
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, contributions * part AS numerateur, (produits + contributions) * part AS denominateur
    FROM actions_exercices LEFT JOIN valorisees USING (action_id, annee)
    WHERE niveau = 'departement'
)
SELECT niveau, territoire, annee, sum(numerateur) AS numerateur, sum(denominateur) AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
