-- Each action in the year when it begins alone, by structure within each territory: what an indicator's own SQL then counts.
-- temp actions_annees : in place of the table of that name, one row an action and territory; the territory's code is followed
--   by the structure's

CREATE TEMP TABLE actions_annees AS
SELECT sujet_id AS action_id, niveau,
       territoire || chr(31) || any_value(structure_id) AS territoire,
       min(annee_debut) AS annee, any_value(part) AS part
FROM sujets_territoires JOIN actions ON action_id = sujet_id
WHERE sujet_type = 'action' AND niveau IN ('departement', 'bassin') AND annee_debut IS NOT NULL
GROUP BY sujet_id, niveau, sujets_territoires.territoire
