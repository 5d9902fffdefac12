-- Que sait-on de chaque département : actions, événements, personnes, argent ?
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns code_departement VARCHAR : code
-- returns nom VARCHAR : nom
-- returns longitude DOUBLE : centre de ses mairies, en degrés
-- returns latitude DOUBLE : centre de ses mairies, en degrés
-- returns population INTEGER : population municipale la plus récente, vide si inconnue
-- returns n_actions BIGINT : actions enregistrées
-- returns n_sans_commune BIGINT : dont celles dont la commune n'est pas connue
-- returns n_evenements BIGINT : événements enregistrés
-- returns participants DOUBLE : personnes touchées, quantités validées ; vide si non disponible
-- returns n_participants BIGINT : actions et événements dont ce nombre est connu
-- returns montant_eur DECIMAL(38,2) : coûts validés ; vide si non disponible
-- returns n_montants BIGINT : actions et événements dont le coût est connu
WITH retenus AS (FROM sujets_du_perimetre(NULL, NULL, $annee_min, $annee_max)),
lieux AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id, code_departement, bool_and(code_commune IS NULL) AS sans_commune
    FROM actions_situees GROUP BY ALL
    UNION ALL
    SELECT 'evenement', evenement_id, code_departement, code_commune IS NULL FROM evenements_situes
),
personnes AS (
    SELECT sujet_type, sujet_id, max(valeur) AS valeur
    FROM mesures
    WHERE etat = 'validee' AND grandeur = 'participants_distincts'
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY sujet_type, sujet_id
    HAVING count(*) = 1 AND any_value(valeur) IS NOT NULL
),
couts AS (
    SELECT sujet_type, sujet_id, any_value(montant_eur) AS montant_eur
    FROM (
        SELECT sujet_type, sujet_id, montant_eur FROM montants
        WHERE role = 'total' AND etat = 'validee' AND (periodicite IS NULL OR periodicite = 'annuelle')
        UNION ALL
        SELECT sujet_type, sujet_id, total_charges_eur FROM budgets
        WHERE etat = 'validee' AND total_charges_eur IS NOT NULL
    )
    GROUP BY sujet_type, sujet_id HAVING count(DISTINCT montant_eur) = 1
),
comptes AS (
    SELECT code_departement, count(*) FILTER (sujet_type = 'action') AS n_actions,
           count(*) FILTER (sujet_type = 'action' AND sans_commune) AS n_sans_commune,
           count(*) FILTER (sujet_type = 'evenement') AS n_evenements, sum(valeur) AS participants,
           count(valeur) AS n_participants, sum(montant_eur) AS montant_eur, count(montant_eur) AS n_montants
    FROM lieux SEMI JOIN retenus USING (sujet_type, sujet_id)
    LEFT JOIN personnes USING (sujet_type, sujet_id)
    LEFT JOIN couts USING (sujet_type, sujet_id)
    GROUP BY ALL
),
centres AS (
    SELECT code_departement, avg(longitude) AS longitude, avg(latitude) AS latitude, sum(population)::INTEGER AS population
    FROM communes
    LEFT JOIN (
        SELECT code_commune, population FROM populations WHERE annee = (SELECT max(annee) FROM populations)
    ) USING (code_commune)
    GROUP BY ALL
)
SELECT code_departement, nom, longitude, latitude, population, coalesce(n_actions, 0) AS n_actions,
       coalesce(n_sans_commune, 0) AS n_sans_commune, coalesce(n_evenements, 0) AS n_evenements, participants,
       coalesce(n_participants, 0) AS n_participants, montant_eur, coalesce(n_montants, 0) AS n_montants
FROM departements LEFT JOIN centres USING (code_departement) LEFT JOIN comptes USING (code_departement)
ORDER BY code_departement
