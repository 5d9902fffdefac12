-- What is about to stop, seen from the day of observation: conventions that end, actions that ended for lack of funds.
CREATE OR REPLACE TABLE conventions_a_venir AS
SELECT sujet_type, sujet_id, titre, CASE WHEN sujet_type = 'action' THEN structure ELSE titre END AS structure, code_departement,
       financeur, famille, dispositif, exercice, convention_fin, accorde_eur::DOUBLE AS accorde_eur,
       CASE WHEN convention_fin <= jour + INTERVAL 3 MONTH THEN 3 WHEN convention_fin <= jour + INTERVAL 6 MONTH THEN 6
            ELSE 12 END AS mois
FROM observation, aides
JOIN sujets USING (sujet_type, sujet_id)
WHERE convention_fin > jour AND convention_fin <= jour + INTERVAL 12 MONTH
  AND coalesce(convention_debut, make_date(exercice, 1, 1), convention_fin) <= jour;

-- The last exercice of each action still active: its cost, its grants funder by funder, and who takes part.
CREATE OR REPLACE TABLE appuis_actions AS
WITH actives AS (
    SELECT DISTINCT action_id FROM actions_situees, observation
    WHERE annee_fin >= derniere_annee AND annee_debut <= derniere_annee
),
derniers AS (
    SELECT sujet_id AS action_id, exercice, cout_eur, subventions_eur, propres_eur, ecart_eur, n_sans_montant
    FROM plans_financement SEMI JOIN actives ON sujet_id = action_id
    WHERE sujet_type = 'action' AND cout_eur IS NOT NULL AND accorde_eur IS NOT NULL
      AND exercice <= (SELECT derniere_annee FROM observation)
    QUALIFY exercice = max(exercice) OVER (PARTITION BY sujet_id)
),
personnes AS (
    SELECT sujet_id AS action_id, annee, any_value(valeur) AS participants
    FROM mesures_publiees
    WHERE sujet_type = 'action' AND grandeur = 'participants_distincts' AND etat = 'validee' AND NOT secret
    GROUP BY sujet_id, annee HAVING count(*) = 1
    QUALIFY annee = max(annee) OVER (PARTITION BY sujet_id)
)
SELECT derniers.*, actions.titre, actions.structure, actions.code_departement, participants
FROM derniers JOIN actions USING (action_id) LEFT JOIN personnes USING (action_id);

CREATE OR REPLACE TABLE appuis AS
SELECT sujet_id AS action_id, financeur_id, any_value(financeur) AS financeur, any_value(famille) AS famille,
       sum(accorde_eur)::DOUBLE AS accorde_eur
FROM aides
JOIN appuis_actions ON sujet_id = action_id AND aides.exercice = appuis_actions.exercice
WHERE sujet_type = 'action' AND accorde_eur IS NOT NULL AND nature <> 'nature'
  AND coalesce(famille, 'inconnue') NOT IN ('Usagers', 'Autofinancement')
GROUP BY sujet_id, financeur_id;

CREATE OR REPLACE TABLE appuis_lieux AS
SELECT DISTINCT sujet_id AS action_id, code_commune, code_bassin FROM lieux_sujets
SEMI JOIN appuis_actions ON sujet_id = action_id WHERE sujet_type = 'action';

DROP TABLE aides; DROP TABLE ressources; DROP TABLE parts;
DROP TABLE annees_uniques; DROP TABLE financeurs_lus; DROP TABLE lignes_produits;
