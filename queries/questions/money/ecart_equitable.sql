-- Chaque territoire reçoit-il sa part équitable des subventions accordées, et le signe tient-il quels que soient les poids ?
-- param departement VARCHAR : code du département
-- param division VARCHAR : bassin, epci, ou une autre division chargée
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param variable VARCHAR facultatif : variable de contexte qui dit le besoin ; sans elle, la population seule
-- param poids DOUBLE facultatif : poids du besoin, de 0 (population seule) à 1 ; 0,3 sans précision
-- param plus_haut_plus_besoin INTEGER facultatif : 1 si une valeur haute dit plus de besoin (taux de pauvreté) ; 0 sinon (revenu)
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns population BIGINT : population de la dernière année retenue
-- returns accorde_eur DOUBLE : subventions accordées, placées où l'action a lieu ; vide si aucune n'est connue
-- returns n_accordes BIGINT : plans de financement dont le montant accordé est connu
-- returns n_plans BIGINT : plans de financement
-- returns besoin DOUBLE : valeur moyenne de la variable, pondérée par la population des communes où elle est connue
-- returns part_connue DOUBLE : part de la population dont la variable est connue, de 0 à 1
-- returns indice DOUBLE : indice de besoin retenu (1 : comme l'ensemble)
-- returns cible_eur DOUBLE : part équitable : total × population × indice ÷ leur somme
-- returns ecart DOUBLE : (accordé − part équitable) ÷ part équitable ; −1 si rien n'est enregistré, vide si des plans le sont sans montant connu
-- returns ecart_min DOUBLE : plus petit écart, pour tous les poids de 0 à 1 ; vide si le besoin d'un territoire est inconnu
-- returns ecart_max DOUBLE : plus grand écart, pour tous les poids de 0 à 1 ; vide de même
-- returns conclusif BOOLEAN : le signe est le même pour tous les poids ; vide si la part équitable ne dépend pas du poids : rien n'est éprouvé
-- returns sans_objet VARCHAR : pourquoi rien n'est éprouvé
WITH argent AS (
    SELECT territoire, sum(accorde_eur) AS accorde_eur, sum(n_accordes)::BIGINT AS n_accordes, sum(n_plans)::BIGINT AS n_plans,
           max(annee) AS annee
    FROM finances_territoires
    WHERE code_departement = $departement AND division = $division
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY ALL
),
derniere AS (
    SELECT coalesce($annee_max, max(annee)) AS annee FROM finances_territoires
    WHERE code_departement = $departement AND division = $division
),
communes_du_lieu AS (
    SELECT territoire, code_commune, population
    FROM zones_finances JOIN populations_retenues USING (code_commune)
    WHERE division = $division AND zones_finances.code_departement = $departement
      AND annee = (SELECT greatest(min(populations_retenues.annee), least(max(populations_retenues.annee), any_value(derniere.annee)))
                   FROM populations_retenues, derniere)
),
contexte AS (SELECT code_commune, valeur FROM contexte_retenu WHERE variable = $variable AND valeur IS NOT NULL),
territoires AS (
    SELECT territoire, sum(population)::BIGINT AS population,
           sum(population * valeur) / nullif(sum(population) FILTER (valeur IS NOT NULL), 0) AS besoin,
           coalesce(sum(population) FILTER (valeur IS NOT NULL), 0) / nullif(sum(population), 0) AS part_connue
    FROM communes_du_lieu LEFT JOIN contexte USING (code_commune) GROUP BY ALL
),
moyenne AS (SELECT sum(population * besoin) / nullif(sum(population) FILTER (besoin IS NOT NULL), 0) AS besoin FROM territoires),
-- A share moves one way only as the weight grows (a ratio of two lines): its extremes are at weights 0 and 1.
poids AS (SELECT unnest([0.0, 1.0, coalesce($poids, 0.3)]) AS w, unnest([false, false, true]) AS retenu),
rapports AS (
    SELECT territoire, population, territoires.besoin, part_connue,
           CASE WHEN $variable IS NULL THEN 1.0 WHEN coalesce($plus_haut_plus_besoin, 0) = 1 THEN territoires.besoin / moyenne.besoin
                ELSE moyenne.besoin / territoires.besoin END AS rapport
    FROM territoires, moyenne
),
indices AS (
    -- By population alone nobody's need has to be known.
    SELECT rapports.*, w, retenu, CASE WHEN w = 0 THEN 1.0 ELSE (1 - w) + w * rapport END AS indice, accorde_eur, n_accordes, n_plans
    FROM rapports CROSS JOIN poids LEFT JOIN argent USING (territoire)
),
cibles_poids AS (
    SELECT *, CASE WHEN count(indice) OVER ensemble = count(*) OVER ensemble
                   THEN sum(accorde_eur) OVER ensemble * population * indice / sum(population * indice) OVER ensemble END AS cible_eur
    FROM indices WINDOW ensemble AS (PARTITION BY w, retenu)
),
-- Nothing recorded is nothing received; something recorded whose amount nobody knows is not known.
ecarts AS (
    SELECT *, CASE WHEN n_plans IS NULL THEN 0 ELSE accorde_eur END / nullif(cible_eur, 0) - 1 AS ecart,
           -- A sign that holds proves something only where the share moved with the weight.
           max(cible_eur) OVER lieu - min(cible_eur) OVER lieu > 1e-9 * max(cible_eur) OVER lieu AS varie,
           count(cible_eur) OVER lieu = count(*) OVER lieu AS eprouve, count(*) OVER poids AS n_territoires
    FROM cibles_poids
    WINDOW lieu AS (PARTITION BY territoire), poids AS (PARTITION BY w, retenu)
)
SELECT territoire, any_value(nom) AS nom, any_value(population) AS population, any_value(accorde_eur) AS accorde_eur,
       coalesce(any_value(n_accordes), 0) AS n_accordes, coalesce(any_value(n_plans), 0) AS n_plans, any_value(besoin) AS besoin,
       any_value(part_connue) AS part_connue, any_value(indice) FILTER (retenu) AS indice,
       any_value(cible_eur) FILTER (retenu) AS cible_eur, any_value(ecart) FILTER (retenu) AS ecart,
       min(ecart) FILTER (eprouve) AS ecart_min, max(ecart) FILTER (eprouve) AS ecart_max,
       CASE WHEN bool_or(varie) THEN sign(min(ecart)) = sign(max(ecart)) END AS conclusif,
       CASE WHEN bool_or(varie) OR count(cible_eur) = 0 THEN NULL WHEN any_value(n_territoires) = 1 THEN 'un seul territoire'
            WHEN $variable IS NULL THEN 'population seule'
            WHEN NOT bool_and(eprouve) THEN 'besoin inconnu dans un territoire' ELSE 'même besoin que l''ensemble' END AS sans_objet
FROM ecarts LEFT JOIN (FROM zones_nommees WHERE division = $division) USING (territoire)
GROUP BY territoire
ORDER BY any_value(rang) NULLS LAST, territoire
