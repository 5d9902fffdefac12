-- Quels agréments finissent dans les douze mois, ou sont finis sans suite connue ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns structure_id VARCHAR : identifiant de la structure
-- returns structure VARCHAR : nom
-- returns organisme VARCHAR : qui agrée
-- returns objet VARCHAR : objet de l'agrément
-- returns fin DATE : fin de l'agrément
-- returns precision VARCHAR : jour, mois ou annee
-- returns passe BOOLEAN : déjà fini le jour d'observation, sans agrément plus récent connu
WITH derniers AS (
    SELECT * FROM agrements WHERE fin IS NOT NULL
    QUALIFY fin = max(fin) OVER (PARTITION BY structure_id, organisme, objet)
),
connues AS (
    SELECT structure_id, any_value(nom) AS nom, any_value(code_departement) AS code_departement, any_value(code_commune) AS code_commune
    FROM structures GROUP BY ALL
)
SELECT DISTINCT structure_id, connues.nom AS structure, organisme, objet, fin, precision, fin <= jour AS passe
FROM derniers JOIN connues USING (structure_id)
CROSS JOIN observation
LEFT JOIN communes_bassins USING (code_commune)
WHERE fin <= jour + INTERVAL 12 MONTH AND fin > jour - INTERVAL 12 MONTH
  AND code_departement = $departement AND ($bassin IS NULL OR code_bassin = $bassin)
ORDER BY fin, structure
