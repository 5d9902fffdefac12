-- Que se passe-t-il dans une commune : actions et événements, personnes, coût ?
-- param commune VARCHAR : code COG de la commune
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de l'action ou nom de l'événement
-- returns structure VARCHAR : structure ou organisateur, vide si inconnu
-- returns annee_debut INTEGER : première année connue, vide si inconnue
-- returns annee_fin INTEGER : dernière année connue
-- returns n_communes BIGINT : communes où il a lieu
-- returns participants DOUBLE : personnes touchées chaque année, quantités validées ; vide si inconnues ou secrètes
-- returns participants_bas DOUBLE : au moins, d'après les bornes dites ; vide si inconnues ou secrètes
-- returns participants_haut DOUBLE : au plus ; vide quand rien ne le dit
-- returns n_approches BIGINT : années où ce nombre est approché
-- returns participants_secret BOOLEAN : masqué par le secret statistique, au moins une année
-- returns montant_eur DECIMAL(38,2) : coût total validé, s'il est un nombre ; vide si inconnu ou contradictoire
-- returns montant_bas_eur DECIMAL(38,2) : au moins
-- returns montant_haut_eur DECIMAL(38,2) : au plus ; vide quand rien ne le dit
-- returns precision_cout VARCHAR : précision de ce coût
-- returns n_sujets BIGINT : actions et événements de la commune
-- returns n_sans_annee BIGINT : dont l'année est inconnue
-- returns n_sans_participants BIGINT : dont le nombre de personnes est inconnu
-- returns n_sans_montant BIGINT : dont le coût est inconnu ou contradictoire
WITH ici AS (
    SELECT numero, sujet_type, sujet_id, titre, structure, annee_debut, annee_fin,
           CASE WHEN situation = 'connu' THEN total_eur END AS montant_eur,
           CASE WHEN situation = 'connu' THEN bas_eur END AS montant_bas_eur,
           CASE WHEN situation = 'connu' THEN haut_eur END AS montant_haut_eur,
           CASE WHEN situation = 'connu' THEN precision END AS precision_cout
    FROM lieux_sujets JOIN argent_sujets USING (sujet_type, sujet_id)
    WHERE code_commune = $commune
      AND ($annee_min IS NULL OR annee_fin >= $annee_min) AND ($annee_max IS NULL OR annee_debut <= $annee_max)
),
personnes AS (
    SELECT numero, CASE WHEN NOT bool_or(secret) THEN sum(valeur) END AS participants,
           CASE WHEN NOT bool_or(secret) THEN sum(bas) END AS participants_bas,
           CASE WHEN NOT bool_or(secret) THEN somme_au_plus(haut, bas IS NOT NULL) END AS participants_haut,
           sum(n_approches)::BIGINT AS n_approches, bool_or(secret) AS secret
    FROM personnes_publiees
    WHERE numero IN (SELECT numero FROM ici)
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY numero
),
dits AS (
    SELECT ici.*, participants, participants_bas, participants_haut, coalesce(n_approches, 0) AS n_approches,
           coalesce(secret, false) AS participants_secret, count(*) OVER () AS n_sujets,
           count(*) FILTER (annee_debut IS NULL) OVER () AS n_sans_annee,
           count(*) FILTER (participants_bas IS NULL AND NOT coalesce(secret, false)) OVER () AS n_sans_participants,
           count(*) FILTER (montant_bas_eur IS NULL) OVER () AS n_sans_montant
    FROM ici LEFT JOIN personnes USING (numero)
    ORDER BY sujet_type, annee_debut NULLS LAST, numero
    LIMIT $limite
)
SELECT sujet_type, sujet_id, dits.titre, dits.structure, dits.annee_debut::INTEGER AS annee_debut,
       dits.annee_fin::INTEGER AS annee_fin, greatest(coalesce(len(communes), 1), 1) AS n_communes, dits.participants,
       participants_bas, participants_haut, n_approches, participants_secret, montant_eur::DECIMAL(38, 2) AS montant_eur,
       montant_bas_eur::DECIMAL(38, 2) AS montant_bas_eur, montant_haut_eur::DECIMAL(38, 2) AS montant_haut_eur,
       dits.precision_cout, n_sujets, n_sans_annee, n_sans_participants,
       n_sans_montant
FROM dits LEFT JOIN actions_listees USING (numero)
ORDER BY sujet_type, dits.annee_debut NULLS LAST, numero
