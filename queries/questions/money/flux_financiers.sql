-- D'où viennent les subventions accordées, et où vont-elles : famille, financeur, dimension, thème, bassin ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param par_theme INTEGER facultatif : 1 pour distinguer les thèmes ; une action à plusieurs thèmes est partagée également entre eux
-- returns famille VARCHAR : famille du financeur
-- returns financeur VARCHAR : financeur
-- returns dimension VARCHAR : dimension de l'action ; « Dimension non dite » quand la fiche ne la donne pas
-- returns theme VARCHAR : thème (mot clé) de l'action, « Thème non dit » quand la fiche n'en donne pas ; vide si les thèmes ne sont pas distingués
-- returns bassin VARCHAR : bassin de vie ; « Sans commune connue » quand l'action ne se place pas
-- returns montant_eur DOUBLE : accordé, exercice connu, en euros courants ; sans les aides en nature, les usagers ni l'autofinancement
WITH lus AS (
    SELECT code_departement, annee, famille, financeur, dimension, theme, bassin, montant_eur FROM flux_themes WHERE $par_theme = 1
    UNION ALL
    SELECT code_departement, annee, famille, financeur, dimension, NULL, bassin, montant_eur FROM flux
    WHERE coalesce($par_theme, 0) = 0
)
SELECT famille, financeur, dimension, lus.theme, coalesce(zones.nom, bassin) AS bassin, sum(montant_eur) AS montant_eur
FROM lus LEFT JOIN zones ON division = 'bassin' AND code_zone = bassin
WHERE annee IS NOT NULL AND ($departement IS NULL OR lus.code_departement = $departement) AND ($bassin IS NULL OR bassin = $bassin)
  AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
GROUP BY ALL HAVING sum(montant_eur) <> 0
ORDER BY montant_eur DESC, famille, financeur, dimension, lus.theme, bassin
