-- Combien de fiches encore, champ par champ, pour que chaque indicateur soit assez renseigné ?
-- param departement VARCHAR facultatif : code du département
-- param champ VARCHAR facultatif : champ, tel que champs_a_collecter le nomme
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre de l'indicateur
-- returns departement VARCHAR : code du département
-- returns champ VARCHAR : champ trop peu renseigné
-- returns n_renseignes BIGINT : fiches où il est renseigné
-- returns n_total BIGINT : fiches où il est attendu
-- returns couverture_min DOUBLE : part à renseigner, en %
-- returns n_encore BIGINT : fiches à compléter pour l'atteindre, toutes années ensemble
-- returns n_autres BIGINT : autres champs trop peu renseignés, qui le retiennent aussi
-- returns n_annees INTEGER : années qui ont déjà une valeur
-- returns phrase VARCHAR : en une phrase
WITH lacunes AS (
    SELECT indicateur, code_departement, champ, n_renseignes, n_total, couverture_min,
           ceil(couverture_min * n_total / 100)::BIGINT - n_renseignes AS n_encore
    FROM champs_renseignes JOIN indicateurs ON id = indicateur
),
manquants AS (
    SELECT *, count(*) OVER (PARTITION BY indicateur, code_departement) - 1 AS n_autres FROM lacunes WHERE n_encore > 0
)
SELECT indicateur, indicateurs.titre, code_departement AS departement, champ, manquants.n_renseignes, manquants.n_total,
       manquants.couverture_min, n_encore, n_autres, n_annees,
       'Encore ' || n_encore || ' à compléter (« ' || champ || ' ») : « ' || indicateurs.titre || ' » atteint '
       || manquants.couverture_min::INTEGER || ' % renseigné'
       || CASE WHEN n_autres = 0 THEN '.' WHEN n_autres = 1 THEN ', un autre champ restant à compléter.'
               ELSE ', ' || n_autres || ' autres champs restant à compléter.' END AS phrase
FROM manquants
JOIN indicateurs ON id = indicateur
JOIN indicateurs_aptitude USING (indicateur, code_departement)
WHERE verdict = 'pas encore mesurable'
  AND ($departement IS NULL OR code_departement = $departement) AND ($champ IS NULL OR champ = $champ)
ORDER BY code_departement, n_autres, n_encore, rang, champ
