-- Quelles lignes de subventions publiées une commune additionne-t-elle ?
-- param commune VARCHAR : code de la commune du bénéficiaire
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns beneficiaire VARCHAR : bénéficiaire, tel qu'écrit
-- returns attribuant VARCHAR : qui accorde
-- returns objet VARCHAR : objet, tel qu'écrit
-- returns exercice INTEGER : exercice
-- returns montant_eur DOUBLE : montant accordé, en euros courants ; négatif pour un reversement
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier
-- returns ligne INTEGER : ligne du fichier
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH retenues AS (
    FROM subventions_situees
    WHERE code_commune = $commune AND etape = 'accorde' AND nature <> 'nature' AND exercice IS NOT NULL
      AND ($annee_min IS NULL OR exercice >= $annee_min) AND ($annee_max IS NULL OR exercice <= $annee_max)
)
SELECT beneficiaire, attribuant, objet, exercice, montant_eur, source, fichier, ligne,
       (SELECT list(DISTINCT source ORDER BY source) FROM retenues) AS chargements, count(*) OVER () AS n_lignes
FROM retenues
ORDER BY exercice DESC, fichier, ligne, beneficiaire
LIMIT $limite
