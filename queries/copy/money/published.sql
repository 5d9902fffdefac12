-- What funders publish of their grants: each line with the structure it names and the place of who receives it.
-- temp sieges_structures : one row a structure that has one seat: its commune. Dropped by territories.sql
-- table subventions_situees : one row a published line: structure_id, the structure that its SIRET or RNA names;
--   structure_proposee, the one that its name alone proposes; where its beneficiary has its seat

CREATE TEMP TABLE sieges_structures AS
SELECT structure_id, min(code_commune) AS code_commune FROM structures WHERE code_commune IS NOT NULL
GROUP BY structure_id HAVING count(DISTINCT code_commune) = 1;

-- Structures loaded after the line count too.
CREATE TABLE subventions_situees AS
WITH identites AS (
    SELECT cle, min(structure_id) AS structure_id
    FROM (SELECT siret AS cle, structure_id FROM structures UNION ALL SELECT rna, structure_id FROM structures)
    WHERE cle IS NOT NULL GROUP BY cle HAVING count(DISTINCT structure_id) = 1
),
noms AS (
    SELECT plie(nom) AS cle, min(structure_id) AS structure_id FROM structures
    GROUP BY ALL HAVING count(DISTINCT structure_id) = 1
),
rattachees AS (
    SELECT attribuant, beneficiaire, subventions.code_commune, objet, dispositif, date_convention, exercice,
           montant_eur::DOUBLE AS montant_eur, etape, nature, alerte, source, fichier, ligne,
           coalesce(sirets.structure_id, rnas.structure_id) AS structure_id, noms.structure_id AS structure_proposee
    FROM subventions
    LEFT JOIN identites AS sirets ON sirets.cle = beneficiaire_siret
    LEFT JOIN identites AS rnas ON rnas.cle = beneficiaire_rna
    LEFT JOIN noms ON noms.cle = plie(beneficiaire)
)
SELECT rattachees.* EXCLUDE (code_commune, structure_proposee),
       CASE WHEN structure_id IS NULL THEN structure_proposee END AS structure_proposee,
       coalesce(rattachees.code_commune, sieges_structures.code_commune) AS code_commune, code_departement, code_bassin
FROM rattachees
LEFT JOIN sieges_structures USING (structure_id)
LEFT JOIN communes ON communes.code_commune = coalesce(rattachees.code_commune, sieges_structures.code_commune)
LEFT JOIN communes_bassins ON communes_bassins.code_commune = communes.code_commune
ORDER BY code_departement, exercice;
