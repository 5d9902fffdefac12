-- If a funder leaves, or gives less: the actions still active, with what each funder grants them and who takes part.
-- table appuis_actions : one row an action still active whose plan is known: its last exercice that tells, its cost
--   and grants, where, for whom, and the people who took part in the last year that is published,
--   with the bounds of their number
-- table appuis : one row a funder of such an action: what it grants for that exercice, in euros
-- macro actions_touchees : actions that a funder's departure touches, before and after: a family or a funder takes
--   back a share of what it grants

CREATE TABLE appuis_actions AS
WITH derniers AS (
    SELECT action_id, exercice, cout_eur, accorde_eur, propres_eur FROM plans_actifs WHERE ecart_eur IS NOT NULL
    QUALIFY exercice = max(exercice) OVER (PARTITION BY action_id)
),
personnes AS (
    SELECT sujet_id AS action_id, annee, max(nombre_dit(valeur, borne_basse, borne_haute)) AS participants,
           max(au_moins(valeur, borne_basse, precision)) AS participants_bas,
           min(au_plus(valeur, borne_haute, precision)) AS participants_haut, bool_and(precision = 'approchee') AS approche
    FROM mesures_publiees
    WHERE sujet_type = 'action' AND grandeur = 'participants_distincts' AND etat = 'validee' AND NOT secret
    GROUP BY sujet_id, annee HAVING count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) = 1
    QUALIFY annee = max(annee) OVER (PARTITION BY sujet_id)
),
lieux AS (
    SELECT sujet_id AS action_id,
           list(DISTINCT communes.nom ORDER BY communes.nom) FILTER (communes.nom IS NOT NULL) AS communes,
           list(DISTINCT code_bassin ORDER BY code_bassin) FILTER (code_bassin IS NOT NULL) AS codes_bassins,
           list(DISTINCT zones.nom ORDER BY zones.nom) FILTER (zones.nom IS NOT NULL) AS bassins
    FROM lieux_sujets SEMI JOIN derniers ON sujet_id = action_id LEFT JOIN communes USING (code_commune)
    LEFT JOIN zones ON division = 'bassin' AND code_zone = code_bassin
    WHERE sujet_type = 'action' GROUP BY ALL
),
publics_dits AS (
    SELECT action_id, list(DISTINCT public ORDER BY public) AS publics FROM actions_publics
    SEMI JOIN derniers USING (action_id) GROUP BY ALL
)
SELECT derniers.*, actions.titre, actions.structure, actions.code_departement, participants,
       participants_bas, participants_haut, approche,
       coalesce(communes, []) AS communes,
       coalesce(codes_bassins, []) AS codes_bassins, coalesce(bassins, []) AS bassins, coalesce(publics, []) AS publics
FROM derniers JOIN actions USING (action_id) LEFT JOIN personnes USING (action_id) LEFT JOIN lieux USING (action_id)
LEFT JOIN publics_dits USING (action_id)
ORDER BY actions.code_departement, action_id;

CREATE TABLE appuis AS
SELECT sujet_id AS action_id, any_value(appuis_actions.code_departement) AS code_departement, financeur_id,
       any_value(financeur) AS financeur, any_value(famille) AS famille, sum(aides.accorde_eur)::DOUBLE AS accorde_eur
FROM financements_lus AS aides
JOIN appuis_actions ON sujet_id = action_id AND annee = appuis_actions.exercice
WHERE sujet_type = 'action' AND subvention AND aides.accorde_eur IS NOT NULL
GROUP BY sujet_id, financeur_id
ORDER BY code_departement, action_id;

CREATE MACRO actions_touchees(departement, qui_famille, qui_financeur, baisse, bassin) AS TABLE
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
