-- Dans quelle zone d'un découpage est chaque commune d'un département ?
-- param departement VARCHAR : code du département
-- param division VARCHAR : nom court du découpage (bassin, epci…)
-- returns code_commune VARCHAR : code COG
-- returns code_zone VARCHAR : code de la zone
-- A commune of several zones of a division stands in the first of them: an outline is drawn once.
SELECT code_commune, min(code_zone) AS code_zone
FROM divisions_communes
WHERE code_departement = $departement AND division = $division
GROUP BY code_commune
ORDER BY code_commune
