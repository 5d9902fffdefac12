-- What is about to stop, seen from the day of observation: conventions that end, actions that ended for lack of funds.

CREATE OR REPLACE TEMP TABLE bassins_sujets AS
SELECT sujet_type, sujet_id, list(DISTINCT code_bassin ORDER BY code_bassin) FILTER (code_bassin IS NOT NULL) AS codes_bassins
FROM lieux_sujets GROUP BY ALL;

-- Money alone, each convention once, by its last exercice. ``part``: of the grants of that exercice, where all are known.
CREATE OR REPLACE TABLE conventions_a_venir AS
SELECT aides.sujet_type, aides.sujet_id, titre, CASE WHEN aides.sujet_type = 'action' THEN structure ELSE titre END AS structure,
       code_departement, coalesce(codes_bassins, []) AS codes_bassins, financeur, famille, dispositif, aides.exercice,
       convention_fin, aides.accorde_eur::DOUBLE AS accorde_eur, (aides.accorde_eur / nullif(plans.accorde_eur, 0))::DOUBLE AS part,
       (CASE WHEN convention_fin <= jour + INTERVAL 3 MONTH THEN 3 WHEN convention_fin <= jour + INTERVAL 6 MONTH THEN 6
             ELSE 12 END)::INTEGER AS mois
FROM observation, aides
JOIN sujets USING (sujet_type, sujet_id)
LEFT JOIN bassins_sujets USING (sujet_type, sujet_id)
LEFT JOIN plans_financement AS plans
    ON plans.sujet_type = aides.sujet_type AND plans.sujet_id = aides.sujet_id AND plans.exercice = aides.exercice
   AND plans.n_sans_accorde = 0
WHERE convention_fin > jour AND convention_fin <= jour + INTERVAL 12 MONTH AND aides.nature <> 'nature'
  AND coalesce(convention_debut, make_date(aides.exercice, 1, 1), convention_fin) <= jour
QUALIFY row_number() OVER (
    PARTITION BY aides.sujet_type, aides.sujet_id, aides.financeur_id, dispositif, convention_fin
    ORDER BY aides.exercice DESC NULLS LAST, aides.accorde_eur DESC NULLS LAST
) = 1
ORDER BY code_departement, convention_fin, aides.accorde_eur DESC NULLS LAST, titre;

CREATE OR REPLACE TABLE actions_terminees AS
SELECT action_id, titre, structure, actions.code_departement, coalesce(codes_bassins, []) AS codes_bassins, date_fin,
       date_fin_precision, motif_fin, motif_fin_code
FROM actions LEFT JOIN bassins_sujets ON sujet_type = 'action' AND sujet_id = action_id
WHERE statut = 'Terminée'
ORDER BY actions.code_departement, date_fin DESC NULLS LAST, titre;

-- Plans of the actions still active in the last year that bears facts.
CREATE OR REPLACE TEMP TABLE plans_actifs AS
SELECT sujet_id AS action_id, exercice, cout_eur, accorde_eur, propres_eur, ecart_eur
FROM plans_financement, observation
WHERE sujet_type = 'action' AND exercice <= derniere_annee AND sujet_id IN (
    SELECT action_id FROM actions_situees WHERE annee_fin >= derniere_annee AND annee_debut <= derniere_annee
);

-- Where such an action has money granted, by its last exercice that tells.
CREATE OR REPLACE TEMP TABLE communes_financees AS
WITH derniers AS (
    FROM plans_actifs WHERE accorde_eur IS NOT NULL QUALIFY exercice = max(exercice) OVER (PARTITION BY action_id)
)
SELECT DISTINCT code_commune FROM lieux_sujets JOIN derniers ON sujet_type = 'action' AND sujet_id = action_id
WHERE accorde_eur > 0 AND code_commune IS NOT NULL;

-- The last exercice of each action still active: its cost, its grants funder by funder, where, for whom, who takes part.
CREATE OR REPLACE TABLE appuis_actions AS
WITH derniers AS (
    SELECT action_id, exercice, cout_eur, accorde_eur, propres_eur FROM plans_actifs WHERE ecart_eur IS NOT NULL
    QUALIFY exercice = max(exercice) OVER (PARTITION BY action_id)
),
personnes AS (
    SELECT sujet_id AS action_id, annee, any_value(valeur) AS participants
    FROM mesures_publiees
    WHERE sujet_type = 'action' AND grandeur = 'participants_distincts' AND etat = 'validee' AND NOT secret
    GROUP BY sujet_id, annee HAVING count(*) = 1
    QUALIFY annee = max(annee) OVER (PARTITION BY sujet_id)
),
lieux AS (
    SELECT sujet_id AS action_id, list(DISTINCT communes.nom ORDER BY communes.nom) FILTER (communes.nom IS NOT NULL) AS communes,
           list(DISTINCT zones.nom ORDER BY zones.nom) FILTER (zones.nom IS NOT NULL) AS bassins
    FROM lieux_sujets SEMI JOIN derniers ON sujet_id = action_id LEFT JOIN communes USING (code_commune)
    LEFT JOIN zones ON division = 'bassin' AND code_zone = code_bassin
    WHERE sujet_type = 'action' GROUP BY ALL
),
publics_dits AS (
    SELECT action_id, list(public ORDER BY public) AS publics FROM actions_publics SEMI JOIN derniers USING (action_id) GROUP BY ALL
)
SELECT derniers.*, actions.titre, actions.structure, actions.code_departement, participants, coalesce(communes, []) AS communes,
       coalesce(codes_bassins, []) AS codes_bassins, coalesce(bassins, []) AS bassins, coalesce(publics, []) AS publics
FROM derniers JOIN actions USING (action_id) LEFT JOIN personnes USING (action_id) LEFT JOIN lieux USING (action_id)
LEFT JOIN publics_dits USING (action_id)
LEFT JOIN bassins_sujets ON sujet_type = 'action' AND sujet_id = action_id
ORDER BY actions.code_departement, action_id;

CREATE OR REPLACE TABLE appuis AS
SELECT sujet_id AS action_id, any_value(appuis_actions.code_departement) AS code_departement, financeur_id,
       any_value(financeur) AS financeur, any_value(famille) AS famille, sum(aides.accorde_eur)::DOUBLE AS accorde_eur
FROM aides
JOIN appuis_actions ON sujet_id = action_id AND aides.exercice = appuis_actions.exercice
WHERE sujet_type = 'action' AND subvention AND aides.accorde_eur IS NOT NULL
GROUP BY sujet_id, financeur_id
ORDER BY code_departement, action_id;

-- Actions that a funder's departure touches, before and after: a family or a funder takes back a share of what it grants.
CREATE OR REPLACE MACRO actions_touchees(departement, qui_famille, qui_financeur, baisse, bassin) AS TABLE
SELECT *, greatest(cout_eur - ressources_eur, 0) AS manque_avant_eur,
       greatest(cout_eur - ressources_eur + perte_eur, 0) AS manque_apres_eur,
       cout_eur <= ressources_eur AND cout_eur > ressources_eur - perte_eur AS bascule
FROM (
    SELECT appuis_actions.*, perte_eur, accorde_eur + coalesce(propres_eur, 0) AS ressources_eur
    FROM appuis_actions JOIN (
        SELECT action_id, sum(accorde_eur) * baisse AS perte_eur FROM appuis
        WHERE code_departement = departement AND (qui_famille IS NOT NULL OR qui_financeur IS NOT NULL)
          AND (qui_famille IS NULL OR famille = qui_famille) AND (qui_financeur IS NULL OR financeur = qui_financeur)
        GROUP BY ALL
    ) USING (action_id)
    WHERE code_departement = departement AND perte_eur > 0 AND (bassin IS NULL OR list_contains(codes_bassins, bassin))
);

DROP TABLE aides; DROP TABLE ressources; DROP TABLE parts; DROP TABLE bassins_sujets; DROP TABLE plans_actifs;
DROP TABLE annees_uniques; DROP TABLE financeurs_lus; DROP TABLE lignes_produits;
DROP TABLE budgets_contradictoires;
