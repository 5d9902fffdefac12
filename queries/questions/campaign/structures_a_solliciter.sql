-- À quelles structures une campagne pourrait-elle écrire, et combien de fiches de l'année ont-elles ?
-- param annee INTEGER : année que la campagne demanderait
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns structure_id VARCHAR : identifiant
-- returns structure VARCHAR : nom
-- returns departement VARCHAR : code de son département
-- returns code_bassin VARCHAR : code de son bassin de vie ; vide quand rien ne le dit
-- returns bassin VARCHAR : nom de ce bassin
-- returns n_fiches BIGINT : fiches de l'année
WITH fiches AS (
    SELECT structure_id, count(*) AS n FROM actions WHERE a_eu_lieu(date_debut, date_fin, $annee) GROUP BY ALL
)
SELECT structure_id, s.nom AS structure, s.code_departement AS departement, code_bassin, zones.nom AS bassin, n AS n_fiches
FROM structures_bassins AS s
JOIN fiches USING (structure_id)
LEFT JOIN zones ON division = 'bassin' AND code_zone = code_bassin
WHERE ($departement IS NULL OR s.code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
ORDER BY coalesce(zones.rang, 9999), code_bassin, structure, structure_id
