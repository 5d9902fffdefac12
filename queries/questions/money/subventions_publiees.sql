-- Quelles subventions les financeurs publient-ils, et à quels bénéficiaires ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns situe BOOLEAN : la commune du bénéficiaire est connue, et l'exercice quand des années sont choisies ; sinon la ligne n'est comptée nulle part
-- returns attribuant VARCHAR : qui accorde
-- returns etape VARCHAR : demande, accorde ou verse, jamais additionnés entre eux
-- returns nature VARCHAR : numeraire, nature, mixte ou inconnue
-- returns n_lignes BIGINT : lignes publiées
-- returns n_beneficiaires BIGINT : noms de bénéficiaires différents
-- returns n_rattachees BIGINT : lignes rattachées à une structure connue par SIRET ou RNA
-- returns n_proposees BIGINT : lignes dont le nom seul propose une structure, à confirmer
-- returns n_retours BIGINT : lignes négatives (reversements), comptées dans le total
-- returns annee_min INTEGER : premier exercice publié
-- returns annee_max INTEGER : dernier exercice publié
-- returns montant_eur DOUBLE : total, en euros courants, reversements déduits
SELECT code_departement IS NOT NULL AND (exercice IS NOT NULL OR coalesce($annee_min, $annee_max) IS NULL) AS situe, attribuant,
       etape, nature, count(*) AS n_lignes, count(DISTINCT beneficiaire) AS n_beneficiaires, count(structure_id) AS n_rattachees,
       count(structure_proposee) AS n_proposees, count(*) FILTER (montant_eur < 0) AS n_retours,
       min(exercice) AS annee_min, max(exercice) AS annee_max, sum(montant_eur) AS montant_eur
FROM subventions_situees
WHERE (code_departement IS NULL OR code_departement = $departement AND ($bassin IS NULL OR code_bassin = $bassin))
  AND ($annee_min IS NULL OR exercice IS NULL OR exercice >= $annee_min)
  AND ($annee_max IS NULL OR exercice IS NULL OR exercice <= $annee_max)
GROUP BY ALL
ORDER BY situe DESC, attribuant, etape, nature
