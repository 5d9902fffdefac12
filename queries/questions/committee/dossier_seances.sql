-- De quelles séances peut-on faire le dossier, et laquelle précède chacune ?
-- param departement VARCHAR facultatif : code du département
-- param seance VARCHAR facultatif : identifiant d'une séance
-- returns seance_id VARCHAR : identifiant
-- returns instance VARCHAR : nom de l'instance
-- returns type VARCHAR : comite_departemental, comite_local, comite_communal, pilotage ou autre
-- returns departement VARCHAR : code du département
-- returns bassin VARCHAR : code du bassin de vie d'une instance locale, vide pour tout le département
-- returns theme VARCHAR : thème de l'instance
-- returns tenue_le DATE : date, vide si inconnue
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns objet VARCHAR : objet de la séance, vide si inconnu
-- returns commune VARCHAR : commune où elle se tient, vide si inconnue
-- returns precedente VARCHAR : identifiant de la séance précédente de la même instance, vide s'il n'y en a pas
-- returns precedente_le DATE : date de cette séance précédente
-- returns precedente_precision VARCHAR : sa précision
WITH connues AS (
    SELECT instance_id, any_value(nom ORDER BY source) AS instance, any_value(type ORDER BY source) AS type,
           any_value(code_departement ORDER BY source) AS departement, any_value(code_zone ORDER BY source) AS bassin,
           any_value(theme ORDER BY source) AS theme
    FROM instances GROUP BY instance_id
),
tenues AS (
    SELECT seance_id, any_value(instance_id ORDER BY source) AS instance_id, any_value(tenue_le ORDER BY source) AS tenue_le,
           coalesce(any_value(precision ORDER BY source) FILTER (tenue_le IS NOT NULL), 'inconnue') AS precision,
           any_value(objet ORDER BY source) AS objet, any_value(code_commune ORDER BY source) AS code_commune
    FROM seances GROUP BY seance_id
),
suivies AS (
    SELECT tenues.*, lag(seance_id) OVER suite AS precedente, lag(tenue_le) OVER suite AS precedente_le,
           lag(precision) OVER suite AS precedente_precision
    FROM tenues WHERE tenue_le IS NOT NULL WINDOW suite AS (PARTITION BY instance_id ORDER BY tenue_le, seance_id)
    UNION ALL
    SELECT tenues.*, NULL, NULL, NULL FROM tenues WHERE tenue_le IS NULL
)
SELECT seance_id, instance, type, connues.departement, bassin, theme, tenue_le, precision, objet, communes.nom AS commune,
       precedente, precedente_le, precedente_precision
FROM suivies JOIN connues USING (instance_id) LEFT JOIN communes USING (code_commune)
WHERE ($departement IS NULL OR connues.departement = $departement) AND ($seance IS NULL OR seance_id = $seance)
ORDER BY tenue_le DESC NULLS LAST, instance, seance_id
