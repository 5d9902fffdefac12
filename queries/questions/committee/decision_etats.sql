-- Par quels états une décision est-elle passée, depuis qu'elle est prise ? Qu'une séance a-t-elle dit de celles d'avant ?
-- param decision VARCHAR facultatif : identifiant de la décision
-- param seance VARCHAR facultatif : identifiant de la séance où c'est dit, de décisions qu'elle n'a pas prises
-- returns decision_id VARCHAR : identifiant de la décision
-- returns intitule VARCHAR : intitulé
-- returns etat VARCHAR : a_faire, en_cours, faite, abandonnee ou reportee ; vide si inconnu
-- returns dit_le DATE : jour où il est dit ; pour le premier, jour de la séance ; vide si inconnu
-- returns echeance DATE : échéance connue alors, reports compris ; vide si inconnue
-- returns seance_id VARCHAR : séance où il est dit ; vide entre deux séances
-- returns motif VARCHAR : pourquoi ; vide si rien n'est dit
-- returns fonction VARCHAR : fonction de qui l'a enregistré ; vide si un fichier le dit
-- returns source VARCHAR : chargement ou saisie qui le dit
WITH prises AS (
    SELECT decision_id, any_value(seance_id ORDER BY source) AS seance_id, any_value(intitule ORDER BY source) AS intitule,
           any_value(etat ORDER BY source) AS etat, any_value(echeance ORDER BY source) AS echeance, min(source) AS source
    FROM decisions GROUP BY decision_id
),
jours AS (SELECT seance_id, any_value(tenue_le ORDER BY source) AS tenue_le FROM seances GROUP BY seance_id),
-- A decision that a form wrote says its first state twice; only the second one says why.
dits AS (
    SELECT prises.decision_id, 0 AS rang, prises.etat, tenue_le AS dit_le, prises.echeance, prises.seance_id, premiers.motif,
           prises.source
    FROM prises LEFT JOIN jours ON jours.seance_id = prises.seance_id
    LEFT JOIN decisions_etats AS premiers ON premiers.decision_id = prises.decision_id AND premiers.source = prises.source
    UNION ALL
    SELECT suites.decision_id, saisies.rang, suites.etat, suites.dit_le, suites.echeance, suites.seance_id, suites.motif, suites.source
    FROM decisions_etats AS suites JOIN saisies USING (source)
    ANTI JOIN prises ON prises.decision_id = suites.decision_id AND prises.source = suites.source
),
suivis AS (
    SELECT * REPLACE (last_value(echeance IGNORE NULLS) OVER (PARTITION BY decision_id ORDER BY rang) AS echeance) FROM dits
)
SELECT decision_id, intitule, suivis.etat, dit_le, suivis.echeance, suivis.seance_id, suivis.motif, fonction, suivis.source
FROM suivis JOIN prises USING (decision_id) LEFT JOIN saisies ON saisies.source = suivis.source
WHERE ($decision IS NULL OR decision_id = $decision)
  AND ($seance IS NULL OR (suivis.seance_id = $seance AND prises.seance_id IS DISTINCT FROM $seance))
ORDER BY decision_id, suivis.rang
