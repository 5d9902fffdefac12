-- Quelles décisions de la même instance attendaient une suite à l'ouverture d'une séance ?
-- param sujet VARCHAR : identifiant de la séance
-- returns decision_id VARCHAR : identifiant
-- returns intitule VARCHAR : intitulé
-- returns porteur VARCHAR : fonction ou organisme qui la porte ; vide si inconnu
-- returns prise_le DATE : jour de la séance qui l'a prise ; vide si inconnu
-- returns echeance DATE : échéance connue ce jour-là, reports compris ; vide si inconnue
-- returns etat VARCHAR : a_faire, en_cours ou reportee, ce jour-là ; vide si inconnu
-- returns due BOOLEAN : échéance arrivée ce jour-là
-- returns jour DATE : jour de la séance ; à défaut, jour d'observation
WITH dites AS (
    SELECT seance_id, any_value(instance_id ORDER BY source) AS instance_id, any_value(tenue_le ORDER BY source) AS tenue_le
    FROM seances GROUP BY seance_id
),
ouverte AS (SELECT seance_id, instance_id, coalesce(tenue_le, jour) AS jour FROM dites CROSS JOIN observation WHERE seance_id = $sujet),
-- States said on the day of the session are said in it, or after.
suites AS (
    SELECT decision_id, arg_max(etat, rang) AS etat,
           arg_max(decisions_etats.echeance, rang) FILTER (decisions_etats.echeance IS NOT NULL) AS echeance
    FROM decisions_etats JOIN saisies USING (source) CROSS JOIN ouverte
    WHERE dit_le < ouverte.jour GROUP BY decision_id
),
premieres AS (
    SELECT decision_id, any_value(seance_id ORDER BY source) AS seance_id, any_value(intitule ORDER BY source) AS intitule,
           any_value(porteur ORDER BY source) AS porteur, any_value(echeance ORDER BY source) AS echeance,
           any_value(etat ORDER BY source) AS etat
    FROM decisions GROUP BY decision_id
)
SELECT decision_id, intitule, porteur, dites.tenue_le AS prise_le, coalesce(suites.echeance, premieres.echeance) AS echeance,
       coalesce(suites.etat, premieres.etat) AS etat, coalesce(coalesce(suites.echeance, premieres.echeance) <= ouverte.jour, false) AS due,
       ouverte.jour
FROM premieres JOIN dites USING (seance_id) JOIN ouverte USING (instance_id) LEFT JOIN suites USING (decision_id)
WHERE dites.seance_id <> ouverte.seance_id AND (dites.tenue_le IS NULL OR dites.tenue_le < ouverte.jour)
  AND coalesce(suites.etat, premieres.etat, 'a_faire') NOT IN ('faite', 'abandonnee')
ORDER BY echeance NULLS LAST, intitule, decision_id
