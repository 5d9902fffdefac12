-- Quelles structures sont connues, pour y rattacher une nouvelle fiche ?
-- param departement VARCHAR facultatif : code du département
-- returns structure_id VARCHAR : identifiant
-- returns nom VARCHAR : nom
-- returns departement VARCHAR : code du département
-- returns commune VARCHAR : nom de sa commune, vide si inconnue
SELECT structure_id, any_value(structures.nom ORDER BY structures.source) AS nom,
       any_value(structures.code_departement ORDER BY structures.source) AS departement,
       any_value(communes.nom ORDER BY structures.source) AS commune
FROM structures LEFT JOIN communes USING (code_commune)
GROUP BY structure_id
HAVING $departement IS NULL OR any_value(structures.code_departement ORDER BY structures.source) = $departement
ORDER BY nom, structure_id
