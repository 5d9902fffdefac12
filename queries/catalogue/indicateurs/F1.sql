-- Quelle part du financement des actions vient d'autres que le Département ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : produits (70 à 79) hors subvention du Département, en euros, part du territoire
-- returns denominateur DOUBLE : produits (70 à 79), en euros, part du territoire
-- returns n BIGINT : actions dont le budget nomme les financeurs
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions actives dans l'année, ou dont un budget ou une subvention porte cet exercice
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH plans AS (
    SELECT sujet_id AS action_id, annee, produits, departement_eur FROM budgets_retenus WHERE sujet_type = 'action' AND nomme
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, (produits - departement_eur) * part AS numerateur, produits * part AS denominateur
    FROM actions_exercices LEFT JOIN plans USING (action_id, annee)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, sum(numerateur) AS numerateur, sum(denominateur) AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
