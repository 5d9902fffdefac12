-- What runs, is over or is still to come: told once, on the day of observation, for every page that says « en cours ».
-- table actions_etats : one row an action: its state on the day of observation (en_cours, finie or a_venir; empty when
--   no date says it), whatever its form said the day it was filled in; finit: its last day is known and falls within
--   twelve months
-- view actions_en_cours : one row an action that runs on the day of observation, and whether it ends within twelve
--   months

-- « En cours » counts as long as its source documents it (see actions_situees); « Terminée » only when its last day is
-- still to come.
CREATE TABLE actions_etats AS
WITH annees AS (
    SELECT action_id, any_value(annee_fin) AS annee_fin FROM actions_situees GROUP BY action_id
),
dites AS (
    SELECT action_id, date_fin, date_fin_precision,
           CASE WHEN date_debut > jour THEN 'a_venir'
                WHEN date_fin < jour OR (statut = 'Terminée' AND coalesce(date_fin <= jour, true)) THEN 'finie'
                WHEN annee_fin >= year(jour) AND (coalesce(date_debut, date_fin) IS NOT NULL OR statut = 'En cours')
                THEN 'en_cours' END AS etat,
           coalesce(date_fin <= jour + INTERVAL 12 MONTH, false) AS bientot
    FROM actions JOIN annees USING (action_id), observation
)
SELECT action_id, date_fin, date_fin_precision, etat, bientot AND etat = 'en_cours' AS finit FROM dites;

CREATE VIEW actions_en_cours AS
SELECT action_id, date_fin, date_fin_precision, finit FROM actions_etats WHERE etat = 'en_cours';
