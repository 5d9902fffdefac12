-- Quelles décisions attendent encore une suite ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param jour DATE facultatif : dernier jour passé, d'où l'on regarde ; à défaut, jour d'observation
-- returns intitule VARCHAR : intitulé
-- returns nature VARCHAR : question, decision, proposition ou point_a_ameliorer
-- returns instance VARCHAR : instance qui l'a prise ; vide si inconnue
-- returns porteur VARCHAR : qui la porte ; vide si inconnu
-- returns echeance DATE : échéance, reports compris ; vide si inconnue
-- returns etat VARCHAR : a_faire, en_cours ou reportee ; vide si inconnu
-- returns en_retard BOOLEAN : échéance passée ce jour-là
-- returns decision_id VARCHAR : identifiant
WITH seances_lues AS (
    SELECT seance_id, any_value(instances.nom) AS instance, any_value(code_departement) AS code_departement, any_value(code_zone) AS code_zone
    FROM seances JOIN instances USING (instance_id) GROUP BY ALL
)
SELECT intitule, nature, instance, porteur, echeance, etat, coalesce(echeance <= coalesce($jour, jour), false) AS en_retard, decision_id
FROM decisions_dites JOIN seances_lues USING (seance_id) CROSS JOIN observation
WHERE coalesce(etat, 'a_faire') IN ('a_faire', 'en_cours', 'reportee')
  AND ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_zone = $bassin)
ORDER BY echeance NULLS LAST, intitule, decision_id
