-- D'où vient l'argent accordé, et où va-t-il : famille, financeur, dimension, bassin ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns famille VARCHAR : famille du financeur
-- returns financeur VARCHAR : financeur
-- returns dimension VARCHAR : dimension de l'action ; « Dimension non dite » quand la fiche ne la donne pas
-- returns bassin VARCHAR : bassin de vie ; « Sans commune connue » quand l'action ne se place pas
-- returns montant_eur DOUBLE : accordé, en euros courants
SELECT famille, financeur, dimension, coalesce(zones.nom, bassin) AS bassin, sum(montant_eur) AS montant_eur
FROM flux LEFT JOIN zones ON division = 'bassin' AND code_zone = bassin
WHERE ($departement IS NULL OR flux.code_departement = $departement) AND ($bassin IS NULL OR bassin = $bassin)
  AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
GROUP BY ALL HAVING sum(montant_eur) <> 0
ORDER BY montant_eur DESC, famille, financeur, dimension, bassin
