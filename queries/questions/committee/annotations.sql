-- Que faut-il savoir en lisant une série : qu'est-il arrivé, qu'est-ce qui a changé dans la façon de compter ?
-- param indicateur VARCHAR facultatif : identifiant de l'indicateur ; avec lui, les annotations de tous aussi
-- param departement VARCHAR facultatif : code du département ; avec lui, les annotations de partout aussi
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns annotation_id VARCHAR : identifiant
-- returns indicateur VARCHAR : identifiant de l'indicateur ; vide pour tous
-- returns departement VARCHAR : code du département ; vide pour partout
-- returns code_zone VARCHAR : code du bassin ; vide pour le département entier
-- returns annee INTEGER : première année
-- returns annee_fin INTEGER : dernière année
-- returns texte VARCHAR : ce qui s'est passé
-- returns nature VARCHAR : evenement ou methode
-- returns source VARCHAR : saisie qui le dit
SELECT annotation_id, indicateur, code_departement AS departement, code_zone, annee, coalesce(annee_fin, annee) AS annee_fin,
       texte, nature, source
FROM annotations
WHERE ($indicateur IS NULL OR coalesce(indicateur, $indicateur) = $indicateur)
  AND ($departement IS NULL OR coalesce(code_departement, $departement) = $departement)
  AND (code_zone IS NULL OR code_zone IS NOT DISTINCT FROM $bassin)
ORDER BY annee, annee_fin, annotation_id
