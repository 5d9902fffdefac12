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
-- returns participants DOUBLE : personnes touchées chaque année, quantités validées ; vide si non disponible ou secret
-- returns participants_secret BOOLEAN : masqué par le secret statistique, au moins une année
-- returns n_participants BIGINT : actions et événements dont ce nombre est connu, comptés une fois par an
-- returns n_attendus BIGINT : sur combien, comptés de même
-- returns montant_eur DECIMAL(38,2) : coûts validés ; vide si non disponible
-- returns n_montants BIGINT : actions et événements dont le coût est connu
WITH
-- A period is the sum of its years as published: a year that is withheld withholds the period.
personnes AS (
    SELECT territoire AS code_departement, CASE WHEN NOT bool_or(secret) THEN sum(valeur) END AS participants, bool_or(secret) AS secret,
           sum(n_renseignes)::BIGINT AS n_participants, sum(n_sujets)::BIGINT AS n_attendus
    FROM effectifs
    WHERE grandeur = 'participants_distincts' AND niveau = 'departement'
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY territoire
),
lieux AS (
    SELECT sujet_type, sujet_id, code_departement, bool_and(code_commune IS NULL) AS sans_commune, sum(part) AS part
    FROM lieux_sujets
    WHERE ($annee_min IS NULL OR annee_fin >= $annee_min) AND ($annee_max IS NULL OR annee_debut <= $annee_max)
    GROUP BY ALL
),
comptes AS (
    SELECT code_departement, count(*) FILTER (sujet_type = 'action') AS n_actions,
           count(*) FILTER (sujet_type = 'action' AND sans_commune) AS n_sans_commune,
           count(*) FILTER (sujet_type = 'evenement') AS n_evenements, sum(total_eur * part)::DECIMAL(38, 2) AS montant_eur,
           count(total_eur) AS n_montants
    FROM lieux
    LEFT JOIN argent_sujets USING (sujet_type, sujet_id)
    GROUP BY code_departement
)
SELECT code_departement, nom, longitude, latitude, population, coalesce(n_actions, 0) AS n_actions,
       coalesce(n_sans_commune, 0) AS n_sans_commune, coalesce(n_evenements, 0) AS n_evenements, participants,
       coalesce(secret, false) AS participants_secret, coalesce(n_participants, 0) AS n_participants,
       coalesce(n_attendus, 0) AS n_attendus, montant_eur, coalesce(n_montants, 0) AS n_montants
FROM departements LEFT JOIN centres_departements USING (code_departement) LEFT JOIN comptes USING (code_departement)
LEFT JOIN personnes USING (code_departement)
ORDER BY code_departement
