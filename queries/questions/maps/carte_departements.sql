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
-- returns participants DOUBLE : personnes touchées chaque année, quantités validées (un intervalle pour sa borne basse) ; vide si non disponible ou secret
-- returns participants_bas DOUBLE : au moins, d'après les bornes publiées ; vide si inconnu ou secret
-- returns participants_haut DOUBLE : au plus ; vide aussi quand rien ne le dit, ou qu'un effectif masqué est dit par des bornes
-- returns participants_approches BIGINT : nombres approchés parmi ceux-là
-- returns participants_secret BOOLEAN : masqué par le secret statistique
-- returns n_participants BIGINT : actions et événements dont ce nombre est connu, comptés une fois par an
-- returns n_attendus BIGINT : sur combien, comptés de même
-- returns montant_eur DECIMAL(38,2) : coûts connus (un intervalle pour sa borne basse), à chaque action son dernier exercice parmi ceux retenus ; vide si non disponible
-- returns montant_bas_eur DECIMAL(38,2) : au moins, coûts dits par des bornes compris
-- returns montant_haut_eur DECIMAL(38,2) : au plus ; vide quand rien ne le dit
-- returns montants_approches BIGINT : coûts approchés parmi ceux-là
-- returns n_montants BIGINT : actions et événements dont le coût est connu
-- returns accorde_eur DOUBLE : subventions accordées aux actions qui y ont lieu, part du territoire ; vide si non disponible
-- returns n_accordes BIGINT : plans de financement dont l'accordé est connu, un par exercice
-- returns n_plans BIGINT : plans de financement, un par exercice
-- returns siege_eur DOUBLE : les mêmes, au siège des structures qui portent les actions ; vide si non disponible
-- returns n_sieges BIGINT : plans dont l'accordé est connu
-- returns n_plans_sieges BIGINT : plans
-- returns publie_eur DOUBLE : subventions publiées, à la commune du bénéficiaire ; vide si aucune
-- returns n_publies BIGINT : lignes publiées
WITH
personnes AS (
    SELECT territoire AS code_departement, compte AS participants, bas AS participants_bas, haut AS participants_haut,
           n_approches AS participants_approches, secret, n_renseignes AS n_participants, n_sujets AS n_attendus
    FROM totaux_de('participants_distincts', 'departement', $annee_min, $annee_max)
),
comptes AS (
    SELECT code_departement, sum(n_actions)::BIGINT AS n_actions, sum(n_sans_commune)::BIGINT AS n_sans_commune,
           sum(n_evenements)::BIGINT AS n_evenements
    FROM comptes_departements
    WHERE ($annee_min IS NULL OR annee_fin >= $annee_min) AND ($annee_max IS NULL OR annee_debut <= $annee_max)
    GROUP BY code_departement
),
couts AS (
    SELECT code_departement, sum(coalesce(total_eur, bas_eur) * part)::DECIMAL(38, 2) AS montant_eur,
           sum(bas_eur * part)::DECIMAL(38, 2) AS montant_bas_eur,
           somme_au_plus(haut_eur * part, bas_eur IS NOT NULL)::DECIMAL(38, 2) AS montant_haut_eur,
           count(*) FILTER (precision = 'approchee') AS montants_approches, count(bas_eur) AS n_montants
    FROM argent_du_perimetre(NULL, NULL, $annee_min, $annee_max)
    JOIN (SELECT sujet_type, sujet_id, code_departement, sum(part) AS part FROM lieux_sujets GROUP BY ALL)
      USING (sujet_type, sujet_id)
    WHERE situation = 'connu' GROUP BY code_departement
),
argent AS (
    SELECT code_departement, sum(accorde_eur) AS accorde_eur, sum(n_accordes)::BIGINT AS n_accordes, sum(n_plans)::BIGINT AS n_plans,
           sum(siege_eur) AS siege_eur, sum(n_sieges)::BIGINT AS n_sieges, sum(n_plans_sieges)::BIGINT AS n_plans_sieges,
           sum(publie_eur) AS publie_eur, sum(n_publies)::BIGINT AS n_publies
    FROM argent_communes
    WHERE ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY code_departement
)
SELECT code_departement, nom, longitude, latitude, population, coalesce(n_actions, 0) AS n_actions,
       coalesce(n_sans_commune, 0) AS n_sans_commune, coalesce(n_evenements, 0) AS n_evenements, participants, participants_bas,
       participants_haut, coalesce(participants_approches, 0) AS participants_approches,
       coalesce(secret, false) AS participants_secret, coalesce(n_participants, 0) AS n_participants,
       coalesce(n_attendus, 0) AS n_attendus, montant_eur, montant_bas_eur, montant_haut_eur,
       coalesce(montants_approches, 0) AS montants_approches, coalesce(n_montants, 0) AS n_montants, accorde_eur, coalesce(n_accordes, 0) AS n_accordes,
       coalesce(n_plans, 0) AS n_plans, siege_eur, coalesce(n_sieges, 0) AS n_sieges,
       coalesce(n_plans_sieges, 0) AS n_plans_sieges, publie_eur, coalesce(n_publies, 0) AS n_publies
FROM departements LEFT JOIN centres_departements USING (code_departement) LEFT JOIN comptes USING (code_departement)
LEFT JOIN couts USING (code_departement) LEFT JOIN personnes USING (code_departement)
LEFT JOIN argent USING (code_departement)
ORDER BY code_departement
