-- Que se passe-t-il dans une commune : actions et événements, personnes, coût ?
-- param commune VARCHAR : code COG de la commune
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de l'action ou nom de l'événement
-- returns structure VARCHAR : structure ou organisateur, vide si inconnu
-- returns annee_debut INTEGER : première année connue, vide si inconnue
-- returns annee_fin INTEGER : dernière année connue
-- returns n_communes BIGINT : communes où il a lieu
-- returns participants DOUBLE : personnes touchées chaque année, quantités validées ; vide si inconnues ou secrètes
-- returns participants_secret BOOLEAN : masqué par le secret statistique, au moins une année
-- returns montant_eur DECIMAL(38,2) : coût total validé ; vide si inconnu ou contradictoire
WITH ici AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id, annee_debut, annee_fin FROM actions_situees
    WHERE code_commune = $commune
    UNION ALL
    SELECT 'evenement', evenement_id, annee, annee FROM evenements_situes WHERE code_commune = $commune
),
etendues AS (
    SELECT action_id AS sujet_id, count(DISTINCT code_commune) AS n_communes FROM actions_situees GROUP BY ALL
),
par_an AS (
    SELECT sujet_type, sujet_id, CASE WHEN count(*) = 1 THEN any_value(valeur) END AS valeur, bool_or(secret) AS secret
    FROM mesures_publiees
    WHERE etat = 'validee' AND grandeur = 'participants_distincts' AND sujet_id IN (SELECT sujet_id FROM ici)
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY sujet_type, sujet_id, annee
),
personnes AS (
    SELECT sujet_type, sujet_id, CASE WHEN NOT bool_or(secret) THEN sum(valeur) END AS participants, bool_or(secret) AS secret
    FROM par_an GROUP BY ALL
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
)
SELECT sujet_type, sujet_id, coalesce(actions.titre, evenements_situes.nom) AS titre,
       coalesce(actions.structure, organisateur) AS structure, ici.annee_debut::INTEGER AS annee_debut,
       ici.annee_fin::INTEGER AS annee_fin, coalesce(n_communes, 1) AS n_communes, participants,
       coalesce(secret, false) AS participants_secret,
       montant_eur::DECIMAL(38, 2) AS montant_eur
FROM ici
LEFT JOIN actions ON sujet_type = 'action' AND action_id = sujet_id
LEFT JOIN evenements_situes ON sujet_type = 'evenement' AND evenement_id = sujet_id
LEFT JOIN etendues USING (sujet_id)
LEFT JOIN personnes USING (sujet_type, sujet_id)
LEFT JOIN couts USING (sujet_type, sujet_id)
WHERE ($annee_min IS NULL OR ici.annee_fin >= $annee_min) AND ($annee_max IS NULL OR ici.annee_debut <= $annee_max)
ORDER BY sujet_type, ici.annee_debut NULLS LAST, titre
