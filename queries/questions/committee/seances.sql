-- Quelles séances les instances ont-elles tenues ou prévues, et lesquelles sont closes ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param seance VARCHAR facultatif : identifiant d'une séance
-- returns seance_id VARCHAR : identifiant
-- returns instance_id VARCHAR : identifiant de son instance
-- returns instance VARCHAR : nom de son instance
-- returns tenue_le DATE : jour de la séance ; vide si inconnu
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns objet VARCHAR : objet ; vide si inconnu
-- returns departement VARCHAR : code du département
-- returns code_zone VARCHAR : code du bassin de vie de l'instance ; vide pour le département entier
-- returns n_decisions BIGINT : décisions prises à cette séance
-- returns arretee_le DATE : jour où ses chiffres sont arrêtés ; vide si elle n'est pas close
-- returns instantane INTEGER : instantané dont elle garde les chiffres ; vide si elle n'est pas close
WITH lues AS (
    SELECT seance_id, any_value(instance_id ORDER BY source) AS instance_id, any_value(tenue_le ORDER BY source) AS tenue_le,
           coalesce(any_value(precision ORDER BY source) FILTER (tenue_le IS NOT NULL), 'inconnue') AS precision,
           any_value(objet ORDER BY source) AS objet
    FROM seances GROUP BY seance_id
),
dites AS (
    SELECT instance_id, any_value(nom ORDER BY source) AS instance, any_value(code_departement) AS departement,
           any_value(code_zone) AS code_zone
    FROM instances GROUP BY instance_id
),
prises AS (SELECT seance_id, count(*) AS n_decisions FROM decisions_dites GROUP BY seance_id)
SELECT seance_id, instance_id, instance, tenue_le, precision, objet, departement, code_zone,
       coalesce(n_decisions, 0) AS n_decisions, arretee_le, instantane
FROM lues JOIN dites USING (instance_id) LEFT JOIN prises USING (seance_id) LEFT JOIN clotures USING (seance_id)
WHERE ($departement IS NULL OR departement = $departement) AND ($bassin IS NULL OR code_zone = $bassin)
  AND ($seance IS NULL OR seance_id = $seance)
ORDER BY tenue_le DESC NULLS LAST, instance, seance_id
