-- Les actions coûtent-elles ce qui était prévu ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : charges réalisées, en euros
-- returns denominateur DOUBLE : charges prévues des mêmes actions et du même exercice, en euros
-- returns n BIGINT : actions qui ont les deux budgets
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions actives dans l'année, ou dont un budget ou une subvention porte cet exercice
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH comparees AS (
    SELECT prevu.sujet_id AS action_id, annee, prevu.charges AS prevues, realise.charges AS realisees
    FROM budgets_uniques AS prevu JOIN budgets_uniques AS realise USING (sujet_type, sujet_id, annee)
    WHERE sujet_type = 'action' AND prevu.nature = 'previsionnel' AND realise.nature = 'realise'
      AND prevu.charges IS NOT NULL AND realise.charges IS NOT NULL
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, realisees * part AS numerateur, prevues * part AS denominateur
    FROM actions_exercices LEFT JOIN comparees USING (action_id, annee)
    WHERE niveau = 'departement'
)
SELECT niveau, territoire, annee, sum(numerateur) AS numerateur, sum(denominateur) AS denominateur,
       count(denominateur) AS n, count(denominateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
