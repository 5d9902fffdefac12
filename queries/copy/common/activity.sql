-- What takes place in each territory.
-- table sujets_territoires : one row for each action or event and territory where it takes place, with the years it
--   lasts; part: the territory's share of the subject (see lieux_sujets)
-- view sujets_territoires_annees : one row a subject, territory and year of activity; part as in sujets_territoires
-- table actions_annees : one row an action, territory and year of activity; part: the territory's share of the action

-- A subject known by its département alone stands at that level only.
CREATE TABLE sujets_territoires AS
SELECT sujet_type, sujet_id, niveau, territoire, annee_debut, annee_fin, sum(part) AS part
FROM lieux_sujets JOIN territoires_communes USING (code_commune)
GROUP BY ALL
UNION ALL
SELECT sujet_type, sujet_id, 'departement', code_departement, annee_debut, annee_fin, 1.0
FROM lieux_sujets WHERE code_commune IS NULL AND code_departement IS NOT NULL
UNION ALL
SELECT sujet_type, sujet_id, 'bassin', code_bassin, annee_debut, annee_fin, 1.0
FROM lieux_sujets WHERE code_commune IS NULL AND code_bassin IS NOT NULL;

CREATE VIEW sujets_territoires_annees AS
SELECT sujet_type, sujet_id, niveau, territoire, part, unnest(range(annee_debut, annee_fin + 1))::INTEGER AS annee
FROM sujets_territoires WHERE annee_debut IS NOT NULL AND annee_fin IS NOT NULL;

CREATE TABLE actions_annees AS
SELECT sujet_id AS action_id, niveau, territoire, annee, part FROM sujets_territoires_annees
WHERE sujet_type = 'action';
