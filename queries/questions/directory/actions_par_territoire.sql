-- Combien d'actions et d'événements par territoire, et combien restent sans commune connue ?
-- param division VARCHAR : departement, bassin, epci, arrondissement ou commune
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns code VARCHAR : code du territoire ; vide pour ce qu'on ne sait pas y placer
-- returns nom VARCHAR : nom du territoire
-- returns departement VARCHAR : code du département
-- returns population INTEGER : population municipale la plus récente, vide si inconnue
-- returns annee_population INTEGER : son année
-- returns n_actions BIGINT : actions qui y ont lieu (une action dans deux territoires compte dans chacun)
-- returns n_evenements BIGINT : événements qui y ont lieu
WITH
retenus AS (FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max)),
lieux AS (
    SELECT DISTINCT 'action' AS sujet_type, action_id AS sujet_id, code_commune, code_departement FROM actions_situees
    UNION ALL
    SELECT 'evenement', evenement_id, code_commune, code_departement FROM evenements_situes
),
rattachements AS (
    SELECT code_commune, code_zone AS code FROM zones_communes WHERE division = $division
    UNION ALL
    SELECT code_commune, code_commune FROM communes WHERE $division = 'commune'
),
places AS (
    SELECT sujet_type, sujet_id, lieux.code_departement AS departement,
           CASE WHEN $division = 'departement' THEN lieux.code_departement ELSE rattachements.code END AS code
    FROM retenus JOIN lieux USING (sujet_type, sujet_id)
    LEFT JOIN rattachements USING (code_commune)
),
comptes AS (
    SELECT code, departement, count(DISTINCT sujet_id) FILTER (sujet_type = 'action') AS n_actions,
           count(DISTINCT sujet_id) FILTER (sujet_type = 'evenement') AS n_evenements
    FROM places GROUP BY ALL
),
derniere AS (SELECT max(annee) AS annee FROM populations),
habitants AS (
    SELECT code, sum(population)::INTEGER AS population
    FROM (
        SELECT code_commune, code FROM rattachements
        UNION ALL
        SELECT code_commune, code_departement FROM communes WHERE $division = 'departement'
    )
    JOIN populations USING (code_commune)
    WHERE populations.annee = (SELECT annee FROM derniere)
    GROUP BY ALL
),
noms AS (
    SELECT code_zone AS code, nom FROM zones WHERE division = $division
    UNION ALL SELECT code_departement, nom FROM departements WHERE $division = 'departement'
    UNION ALL SELECT code_commune, nom FROM communes WHERE $division = 'commune'
)
SELECT code, noms.nom, departement, population,
       CASE WHEN population IS NOT NULL THEN (SELECT annee FROM derniere) END::INTEGER AS annee_population,
       n_actions, n_evenements
FROM comptes LEFT JOIN noms USING (code) LEFT JOIN habitants USING (code)
ORDER BY departement, code NULLS LAST
