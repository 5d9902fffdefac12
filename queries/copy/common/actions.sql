-- What is known of each action. A constant says nothing, so it is not counted as filled in.
-- table sources_constantes : one row a source and field that says the same of all its actions
-- table actions_renseignees : one row an action: what of its fiche is filled in; a quantity or an amount is « validee
--   » or « proposee », empty when there is none
-- table actions_situees_annees : one row a département and year: the actions recorded there, and those whose commune
--   is known. The coverage of a smaller territory rests on it: an action without a commune could be anywhere there

CREATE TABLE sources_constantes AS
SELECT source, 'partenaires' AS champ FROM actions_partenaires
GROUP BY source HAVING count(DISTINCT plie(partenaire)) = 1 AND count(DISTINCT action_id) > 4;

CREATE TABLE actions_renseignees AS
WITH quantites AS (
    SELECT sujet_id AS action_id,
           max(etat) FILTER (grandeur IN ('participants_distincts', 'participations', 'familles')) AS participants,
           max(etat) FILTER (grandeur IN ('personnes_mobilisees', 'benevoles', 'professionnels')) AS personnes
    FROM mesures_dites WHERE sujet_type = 'action' AND etat IN ('validee', 'proposee') GROUP BY ALL
),
argent AS (
    SELECT sujet_id AS action_id, max(etat) FILTER (quoi IN ('montant', 'budget')) AS montant,
           max(etat) FILTER (quoi = 'budget') AS budget,
           max(etat) FILTER (quoi IN ('ligne_financeur', 'financement')) AS financeur
    FROM mentions_argent WHERE sujet_type = 'action' GROUP BY ALL
),
initiatives AS (
    SELECT action_id, bool_or(initiateur IN ('Un habitant', 'Un groupe d''habitants')) AS initiative_habitante
    FROM actions_initiateurs GROUP BY ALL
),
annees AS (
    SELECT action_id, bool_and(annee_debut IS NULL AND annee_fin IS NULL) AS sans_annee FROM actions_situees GROUP BY ALL
)
SELECT action_id, structure_id, code_departement, statut, motif_fin_code, date_debut, dimension, portee, resume, source,
       action_id IN (SELECT action_id FROM actions_situees WHERE code_commune IS NOT NULL) AS commune,
       action_id IN (SELECT action_id FROM actions_mots_cles) AS mots_cles,
       action_id IN (SELECT action_id FROM actions_publics) AS publics,
       -- A fiche may have its partners from another source than itself: a campaign, a form.
       action_id IN (
           SELECT action_id FROM actions_partenaires WHERE source NOT IN (SELECT source FROM sources_constantes)
       ) AS partenaires,
       initiative_habitante, participants, personnes, montant, budget, financeur, sans_annee
FROM actions
LEFT JOIN quantites USING (action_id)
LEFT JOIN argent USING (action_id)
LEFT JOIN initiatives USING (action_id)
LEFT JOIN annees USING (action_id);

CREATE TABLE actions_situees_annees AS
SELECT territoire AS code_departement, annee, count(*) AS n_actions, count(*) FILTER (commune) AS n_situees
FROM actions_annees JOIN actions_renseignees USING (action_id)
WHERE niveau = 'departement' GROUP BY ALL;
