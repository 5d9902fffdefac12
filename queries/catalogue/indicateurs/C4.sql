-- L'affluence des rendez-vous réguliers change-t-elle ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : affluence de l'année, somme des séries comparables
-- returns denominateur DOUBLE : affluence de leur première édition comptée de la même manière
-- returns n BIGINT : séries comparables
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : séries d'au moins deux éditions tenues dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
WITH comptages AS (
    SELECT sujet_id AS evenement_id, grandeur, methode, any_value(valeur) AS valeur, bool_or(secret) AS secret
    FROM mesures_publiees
    WHERE sujet_type = 'evenement' AND etat = 'validee' AND grandeur IN ('participants_distincts', 'participations')
      AND precision IN ('exacte', 'approchee', 'calculee')
    GROUP BY ALL HAVING count(DISTINCT valeur) = 1 OR bool_or(secret)
),
series AS (
    SELECT serie, code_departement FROM evenements_situes WHERE annee IS NOT NULL
    GROUP BY ALL HAVING count(DISTINCT evenement_id) > 1
),
editions AS (
    SELECT serie, code_departement, annee::INTEGER AS annee, min(evenement_id) AS evenement_id, grandeur, methode, sum(valeur) AS valeur,
           coalesce(bool_or(secret), false) AS secret
    FROM evenements_situes SEMI JOIN series USING (serie, code_departement)
    LEFT JOIN comptages USING (evenement_id)
    WHERE annee IS NOT NULL GROUP BY ALL
),
-- An edition alone of its kind, counted as no other one was, is compared with none.
comparees AS (
    SELECT code_departement, serie, annee, evenement_id, secret OR first_value(secret) OVER suite AS secret,
           CASE WHEN count(valeur) OVER comptes > 1 THEN valeur END AS valeur,
           first_value(valeur) OVER suite AS reference, first_value(annee) OVER suite AS depuis, grandeur, methode
    FROM editions
    WINDOW comptes AS (PARTITION BY serie, code_departement, grandeur, methode), suite AS (comptes ORDER BY annee)
),
retenues AS (
    FROM comparees
    QUALIFY row_number() OVER (
        PARTITION BY serie, code_departement, annee ORDER BY valeur IS NULL, depuis, grandeur NULLS LAST, methode
    ) = 1
),
lignes AS (
    SELECT 'departement' AS niveau, code_departement AS territoire, annee, 'evenement' AS sujet_type, evenement_id AS sujet_id,
           CASE WHEN valeur IS NOT NULL THEN concat_ws(', ', 'comparé à ' || depuis, methode) END AS dit, valeur AS numerateur,
           CASE WHEN valeur IS NOT NULL THEN reference END AS denominateur, secret
    FROM retenues
)
SELECT niveau, territoire, annee, sum(numerateur) AS numerateur,
       sum(denominateur) AS denominateur, count(numerateur) AS n, count(numerateur) AS n_renseignes,
       count(*) AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, bool_or(secret) AS secret
FROM lignes
GROUP BY niveau, territoire, annee
