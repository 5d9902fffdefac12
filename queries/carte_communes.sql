-- Que sait-on de chaque commune d'un département : actions, événements, personnes, argent ?
-- param departement VARCHAR : code du département
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns code_bassin VARCHAR : code du bassin de vie
-- returns bassin VARCHAR : son nom
-- returns longitude DOUBLE : de la mairie, en degrés
-- returns latitude DOUBLE : de la mairie, en degrés
-- returns population INTEGER : population municipale la plus récente, vide si inconnue
-- returns n_actions BIGINT : actions enregistrées qui y ont lieu
-- returns n_evenements BIGINT : événements enregistrés qui y ont lieu
-- returns participants DOUBLE : personnes touchées chaque année, quantités validées ; vide si non disponible ou secret
-- returns participants_secret BOOLEAN : masqué par le secret statistique, au moins une année
-- returns n_participants BIGINT : actions et événements dont ce nombre est connu, comptés une fois par an
-- returns n_attendus BIGINT : sur combien, comptés de même
-- returns montant_eur DECIMAL(38,2) : coûts validés, part de la commune ; vide si non disponible
-- returns n_montants BIGINT : actions et événements dont le coût est connu
WITH
-- A period is the sum of its years as published: a year that is withheld withholds the period.
personnes AS (
    SELECT territoire AS code_commune, CASE WHEN NOT bool_or(secret) THEN sum(valeur) END AS participants, bool_or(secret) AS secret,
           sum(n_renseignes)::BIGINT AS n_participants, sum(n_sujets)::BIGINT AS n_attendus
    FROM effectifs
    WHERE grandeur = 'participants_distincts' AND niveau = 'commune'
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY territoire
),
comptes AS (
    SELECT code_commune, count(*) FILTER (sujet_type = 'action') AS n_actions,
           count(*) FILTER (sujet_type = 'evenement') AS n_evenements, sum(total_eur * part)::DECIMAL(38, 2) AS montant_eur,
           count(total_eur) AS n_montants
    FROM lieux_sujets
    LEFT JOIN argent_sujets USING (sujet_type, sujet_id)
    WHERE code_departement = $departement AND code_commune IS NOT NULL
      AND ($annee_min IS NULL OR annee_fin >= $annee_min) AND ($annee_max IS NULL OR annee_debut <= $annee_max)
    GROUP BY code_commune
)
SELECT code_commune, nom, code_bassin, bassin, longitude, latitude, population, coalesce(n_actions, 0) AS n_actions,
       coalesce(n_evenements, 0) AS n_evenements, participants,
       coalesce(secret, false) AS participants_secret, coalesce(n_participants, 0) AS n_participants,
       coalesce(n_attendus, 0) AS n_attendus, montant_eur,
       coalesce(n_montants, 0) AS n_montants
FROM communes
LEFT JOIN communes_bassins USING (code_commune)
LEFT JOIN dernieres_populations USING (code_commune)
LEFT JOIN personnes USING (code_commune)
LEFT JOIN comptes USING (code_commune)
WHERE code_departement = $departement
ORDER BY code_commune
