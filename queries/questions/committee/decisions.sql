-- Qu'ont décidé les instances, et où en est chaque décision ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param seance VARCHAR facultatif : identifiant de la séance qui l'a prise
-- param decision VARCHAR facultatif : identifiant d'une décision
-- param jour DATE facultatif : dernier jour passé, d'où l'on regarde ; à défaut, jour d'observation
-- returns decision_id VARCHAR : identifiant
-- returns intitule VARCHAR : intitulé
-- returns nature VARCHAR : question, decision, proposition ou point_a_ameliorer
-- returns seance_id VARCHAR : séance qui l'a prise ; vide si inconnue
-- returns instance VARCHAR : instance qui l'a prise ; vide si inconnue
-- returns prise_le DATE : jour de la séance ; vide si inconnu
-- returns porteur VARCHAR : fonction ou organisme qui la porte ; vide si inconnu
-- returns premiere_echeance DATE : échéance du jour où elle est prise ; vide si inconnue
-- returns echeance DATE : échéance d'aujourd'hui, reports compris ; vide si inconnue
-- returns etat VARCHAR : a_faire, en_cours, faite, abandonnee ou reportee ; vide si inconnu
-- returns dit_le DATE : jour où cet état est dit ; vide si jamais
-- returns motif VARCHAR : motif de cet état ; vide si aucun
-- returns n_etats BIGINT : états dits depuis qu'elle est prise
-- returns en_retard BOOLEAN : échéance passée ce jour-là, sans être faite ni abandonnée
WITH seances_lues AS (
    SELECT seance_id, any_value(instances.nom) AS instance, any_value(code_departement) AS code_departement,
           any_value(code_zone) AS code_zone, any_value(tenue_le ORDER BY seances.source) AS prise_le
    FROM seances JOIN instances USING (instance_id) GROUP BY ALL
)
SELECT decision_id, intitule, nature, seance_id, instance, prise_le, porteur, premiere_echeance, echeance, etat, dit_le, motif,
       n_etats,
       coalesce(echeance <= coalesce($jour, jour) AND coalesce(etat, 'a_faire') NOT IN ('faite', 'abandonnee'), false) AS en_retard
FROM decisions_dites LEFT JOIN seances_lues USING (seance_id) CROSS JOIN observation
WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_zone = $bassin)
  AND ($seance IS NULL OR seance_id = $seance) AND ($decision IS NULL OR decision_id = $decision)
ORDER BY prise_le DESC NULLS LAST, intitule, decision_id
