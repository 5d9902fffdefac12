-- Que vaut un indicateur, la dernière année connue, dans chaque commune, intercommunalité, structure ou action ?
-- param indicateur VARCHAR : identifiant
-- param departement VARCHAR : code du département
-- param niveau VARCHAR : epci, commune, structure ou action
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns annee INTEGER : dernière année qui a une valeur, à défaut la dernière
-- returns valeur DOUBLE : dans l'unité de l'indicateur ; vide quand une marque la remplace
-- returns bas DOUBLE : borne basse à 95 %
-- returns haut DOUBLE : borne haute à 95 %
-- returns n BIGINT : effectif
-- returns n_renseignes BIGINT : faits renseignés
-- returns n_total BIGINT : faits en tout
-- returns numerateur DOUBLE : numérateur, vide quand il est secret
-- returns denominateur DOUBLE : dénominateur, vide quand il est secret
-- returns au_moins DOUBLE : le moins que la valeur puisse être, des quantités étant dites par des bornes ; vide quand elle est exacte
-- returns au_plus DOUBLE : le plus ; vide aussi quand rien ne le dit
-- returns lisse DOUBLE : taux lissé, seul à comparer quand il existe
-- returns statut VARCHAR : ok, p (provisoire), nd, s, ns ou ///
-- returns raison VARCHAR : pourquoi une marque, ou pourquoi provisoire
SELECT territoire, nom, annee, valeur, bas, haut, n, n_renseignes, n_total, numerateur, denominateur, au_moins, au_plus, lisse,
       statut, raison
FROM indicateurs_valeurs
WHERE indicateur = $indicateur AND code_departement = $departement AND niveau = $niveau
QUALIFY row_number() OVER (
    PARTITION BY territoire ORDER BY coalesce(valeur, lisse) IS NOT NULL DESC, annee DESC
) = 1
ORDER BY nom COLLATE noaccent, territoire
