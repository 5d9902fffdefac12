-- Quelle part des personnes qui répondent aux questionnaires se disent satisfaites ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : satisfaits
-- returns denominateur DOUBLE : répondants
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : les mêmes : la couverture est le taux de réponse
-- returns n_total BIGINT : questionnaires envoyés
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
WITH comptes AS (
    SELECT niveau, territoire, annee,
           any_value(valeur) FILTER (grandeur = 'satisfaits') AS satisfaits,
           any_value(valeur) FILTER (grandeur = 'repondants') AS repondants,
           any_value(valeur) FILTER (grandeur = 'questionnaires_envoyes') AS envoyes,
           bool_or(secret) AS secret
    FROM effectifs
    WHERE grandeur IN ('satisfaits', 'repondants', 'questionnaires_envoyes') AND niveau = 'departement' AND annee IS NOT NULL
    GROUP BY ALL
)
SELECT niveau, territoire, annee, satisfaits AS numerateur, repondants AS denominateur, repondants::BIGINT AS n,
       repondants::BIGINT AS n_renseignes, envoyes::BIGINT AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret
FROM comptes
