-- Que disent les questionnaires d'un événement, et entre quelles bornes, si les non-répondants disaient tous non, ou tous oui ?
-- param sujet VARCHAR : identifiant de l'événement
-- returns annee INTEGER : année de l'enquête ; vide si inconnue
-- returns presents DOUBLE : personnes venues, quand un seul nombre les dit ; vide sinon
-- returns questionnaires DOUBLE : questionnaires remis ; vide si inconnu ou secret
-- returns repondants DOUBLE : répondants ; vide si inconnu ou secret
-- returns satisfaits DOUBLE : satisfaits ; vide si inconnu ou secret
-- returns sur VARCHAR : à qui le taux de réponse et les bornes se rapportent : presents, questionnaires ; vide si rien ne le permet
-- returns taux DOUBLE : répondants sur ceux-là, de 0 à 1 ; vide si rien ne le permet
-- returns part DOUBLE : satisfaits parmi les répondants, de 0 à 1 ; vide si inconnue
-- returns au_moins DOUBLE : satisfaits parmi eux si tous les autres disaient non, de 0 à 1
-- returns au_plus DOUBLE : satisfaits parmi eux si tous les autres disaient oui, de 0 à 1
-- returns secret BOOLEAN : un de ces nombres au moins est masqué par le secret statistique
-- returns contredit BOOLEAN : plus de répondants que de présents ou de questionnaires, ou plus de satisfaits que de répondants
WITH dites AS (
    SELECT grandeur, annee, secret, CASE WHEN precision IN ('exacte', 'calculee') THEN valeur END AS valeur
    FROM mesures_publiees WHERE sujet_type = 'evenement' AND sujet_id = $sujet AND etat = 'validee'
),
venus AS (
    SELECT CASE WHEN count(DISTINCT valeur) = 1 AND bool_and(valeur IS NOT NULL) THEN max(valeur) END AS presents
    FROM dites WHERE grandeur = 'participants_distincts'
),
-- Two statements that disagree are neither.
reponses AS (
    SELECT annee,
           CASE WHEN count(DISTINCT valeur) FILTER (grandeur = 'questionnaires_envoyes') = 1
                THEN max(valeur) FILTER (grandeur = 'questionnaires_envoyes') END AS questionnaires,
           CASE WHEN count(DISTINCT valeur) FILTER (grandeur = 'repondants') = 1
                THEN max(valeur) FILTER (grandeur = 'repondants') END AS repondants,
           CASE WHEN count(DISTINCT valeur) FILTER (grandeur = 'satisfaits') = 1
                THEN max(valeur) FILTER (grandeur = 'satisfaits') END AS satisfaits,
           bool_or(secret) AS secret
    FROM dites WHERE grandeur IN ('questionnaires_envoyes', 'repondants', 'satisfaits') GROUP BY annee
),
tout AS (
    SELECT *, coalesce(satisfaits > repondants OR repondants > presents OR repondants > questionnaires, false) AS contredit,
           CASE WHEN presents > 0 THEN 'presents' WHEN questionnaires > 0 THEN 'questionnaires' END AS base,
           CASE base WHEN 'presents' THEN presents WHEN 'questionnaires' THEN questionnaires END AS nombre
    FROM reponses CROSS JOIN venus
)
SELECT annee, presents, questionnaires, repondants, satisfaits, base AS sur,
       CASE WHEN NOT contredit THEN repondants / nombre END AS taux,
       CASE WHEN NOT contredit AND repondants > 0 THEN satisfaits / repondants END AS part,
       CASE WHEN NOT contredit AND repondants IS NOT NULL THEN satisfaits / nombre END AS au_moins,
       CASE WHEN NOT contredit THEN (satisfaits + nombre - repondants) / nombre END AS au_plus, secret, contredit
FROM tout ORDER BY annee NULLS LAST
