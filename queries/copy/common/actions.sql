-- What indicators share about actions and sessions, once for all of them.

-- One row for each action, territory and year of activity; ``part`` is the territory's share of the action.
CREATE OR REPLACE TABLE actions_annees AS
SELECT sujet_id AS action_id, niveau, territoire, annee, part FROM sujets_territoires_annees WHERE sujet_type = 'action';

-- Actions recorded in each département and year, and those whose commune is known: what the coverage of a smaller
-- territory rests on, since an action without a commune could be anywhere in its département.
CREATE OR REPLACE TABLE actions_situees_annees AS
SELECT territoire AS code_departement, annee, count(*) AS n_actions, count(*) FILTER (commune) AS n_situees
FROM actions_annees JOIN actions_renseignees USING (action_id)
WHERE niveau = 'departement' GROUP BY ALL;
