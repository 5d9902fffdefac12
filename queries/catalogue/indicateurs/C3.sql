-- Quelle part des personnes qui répondent aux questionnaires se disent satisfaites ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : satisfaits
-- returns denominateur DOUBLE : répondants, là où satisfaits et envois sont comptés aussi
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : les mêmes : la couverture est le taux de réponse
-- returns n_total BIGINT : questionnaires envoyés
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
WITH totaux AS (
    SELECT niveau, territoire, annee,
           any_value(valeur) FILTER (grandeur = 'satisfaits') AS satisfaits,
           any_value(valeur) FILTER (grandeur = 'repondants') AS repondants,
           any_value(valeur) FILTER (grandeur = 'questionnaires_envoyes') AS envoyes,
           bool_or(secret) AS secret
    FROM effectifs
    WHERE grandeur IN ('satisfaits', 'repondants', 'questionnaires_envoyes') AND niveau = 'departement' AND annee IS NOT NULL
    GROUP BY ALL
),
comptes AS (
    SELECT sujet_type, sujet_id, grandeur, annee, max(valeur) AS valeur, arg_min(precision, surete(precision)) AS precision, bool_or(secret) AS secret
    FROM mesures_publiees
    WHERE grandeur IN ('satisfaits', 'repondants', 'questionnaires_envoyes') AND etat = 'validee'
    GROUP BY ALL HAVING count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) = 1 AND (max(valeur) IS NOT NULL OR bool_or(secret))
),
-- A subject that does not say all three, each as a number (« au moins 60 » is none), is left out of each.
ecartes AS (
    SELECT territoire, annee, coalesce(sum(valeur) FILTER (grandeur = 'satisfaits'), 0) AS satisfaits,
           coalesce(sum(valeur) FILTER (grandeur = 'repondants'), 0) AS repondants,
           coalesce(sum(valeur) FILTER (grandeur = 'questionnaires_envoyes'), 0) AS envoyes, bool_or(secret) AS secret
    FROM (FROM comptes QUALIFY count(*) FILTER (NOT dit_par_bornes(precision)) OVER (PARTITION BY sujet_type, sujet_id, annee) < 3)
    JOIN sujets_territoires USING (sujet_type, sujet_id)
    WHERE niveau = 'departement' GROUP BY ALL
),
-- The rows are what is published of each; the sums are made from what is not, too.
reponses AS (
    SELECT sujet_type, sujet_id, annee, count(*) FILTER (NOT dit_par_bornes(precision)) = 3 AS complet, bool_or(secret) AS secret,
           any_value(valeur) FILTER (grandeur = 'satisfaits') AS satisfaits,
           any_value(valeur) FILTER (grandeur = 'repondants') AS repondants,
           any_value(valeur) FILTER (grandeur = 'questionnaires_envoyes') AS envoyes
    FROM comptes GROUP BY ALL
),
lignes AS (
    SELECT niveau, territoire, annee, sujet_type, sujet_id, secret,
           CASE WHEN complet THEN 'questionnaires envoyés : ' || coalesce(envoyes::BIGINT::VARCHAR, 's') END AS dit,
           CASE WHEN complet AND NOT secret THEN satisfaits END AS numerateur,
           CASE WHEN complet AND NOT secret THEN repondants END AS denominateur
    FROM reponses JOIN sujets_territoires USING (sujet_type, sujet_id) WHERE niveau = 'departement'
)
SELECT niveau, territoire, annee, totaux.satisfaits - coalesce(ecartes.satisfaits, 0) AS numerateur,
       totaux.repondants - coalesce(ecartes.repondants, 0) AS denominateur,
       (totaux.repondants - coalesce(ecartes.repondants, 0))::BIGINT AS n,
       (totaux.repondants - coalesce(ecartes.repondants, 0))::BIGINT AS n_renseignes,
       (totaux.envoyes - coalesce(ecartes.envoyes, 0))::BIGINT AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, totaux.secret OR coalesce(ecartes.secret, false) AS secret
FROM totaux LEFT JOIN ecartes USING (territoire, annee)
