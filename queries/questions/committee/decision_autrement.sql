-- Que disent d'autres sources, autrement, d'une décision telle qu'elle est prise ?
-- param decision VARCHAR : identifiant de la décision
-- returns titre VARCHAR : titre de la source qui dit autrement
-- returns porteur VARCHAR : porteur qu'elle dit ; vide si elle n'en dit pas d'autre
-- returns echeance DATE : échéance qu'elle dit ; vide si elle n'en dit pas d'autre
-- returns etat VARCHAR : état qu'elle dit ; vide si elle n'en dit pas d'autre
WITH dites AS (FROM decisions WHERE decision_id = $decision),
-- What pages keep: the first of the sources that say it (``decisions_dites``).
retenue AS (
    SELECT any_value(porteur ORDER BY source) AS porteur, any_value(echeance ORDER BY source) AS echeance,
           any_value(etat ORDER BY source) AS etat
    FROM dites
),
autres AS (
    SELECT source, nullif(dites.porteur, retenue.porteur) AS porteur, nullif(dites.echeance, retenue.echeance) AS echeance,
           nullif(dites.etat, retenue.etat) AS etat
    FROM dites CROSS JOIN retenue
)
SELECT titre, autres.porteur, autres.echeance, autres.etat
FROM autres JOIN sources USING (source)
WHERE autres.porteur IS NOT NULL OR autres.echeance IS NOT NULL OR autres.etat IS NOT NULL
ORDER BY source
