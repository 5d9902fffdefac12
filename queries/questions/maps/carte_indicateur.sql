-- Que vaut un indicateur, année par année, dans chaque territoire d'un niveau ?
-- param indicateur VARCHAR : identifiant (A1)
-- param niveau VARCHAR : commune, epci, bassin ou departement
-- param departement VARCHAR facultatif : code du département ; vide : la France, pour le niveau departement
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns code_bassin VARCHAR : bassin de vie, celui de la plupart de ses communes
-- returns bassin VARCHAR : son nom
-- returns longitude DOUBLE : milieu de ses mairies, en degrés
-- returns latitude DOUBLE : milieu de ses mairies, en degrés
-- returns annee INTEGER : année ; vide pour un territoire dont aucune année n'a de ligne
-- returns valeur DOUBLE : valeur lissée quand elle existe, à défaut la valeur, dans l'unité ; vide quand une marque la remplace
-- returns est_lissee BOOLEAN : c'est la valeur lissée
-- returns bas DOUBLE : borne basse à 95 % de la valeur qui n'est pas lissée
-- returns haut DOUBLE : borne haute à 95 %
-- returns au_moins DOUBLE : le moins que la valeur puisse être, des quantités étant dites par des bornes ; vide quand elle est exacte
-- returns au_plus DOUBLE : le plus ; vide aussi quand rien ne le dit
-- returns n BIGINT : effectif
-- returns n_renseignes BIGINT : faits renseignés
-- returns n_total BIGINT : faits en tout
-- returns statut VARCHAR : ok, p (provisoire), nd, s, ns ou ///
-- returns raison VARCHAR : pourquoi une marque, ou pourquoi provisoire
WITH lieux AS (
    FROM territoires_ordonnes
    WHERE niveau = $niveau
      AND (code_departement = $departement OR ($departement IS NULL AND $niveau = 'departement'))
),
v AS (
    SELECT v.*, CASE WHEN bornes = 'declarees' THEN v.au_moins END AS moins, CASE WHEN bornes = 'declarees' THEN v.au_plus END AS plus
    FROM indicateurs_valeurs AS v JOIN indicateurs ON id = indicateur
    WHERE indicateur = $indicateur AND niveau = $niveau AND ($annee_min IS NULL OR annee >= $annee_min)
      AND ($annee_max IS NULL OR annee <= $annee_max)
),
centres AS (
    SELECT territoire, avg(longitude) AS longitude, avg(latitude) AS latitude
    FROM territoires_communes JOIN communes USING (code_commune) WHERE niveau = $niveau GROUP BY territoire
)
SELECT territoire, lieux.nom, code_bassin, bassin, longitude, latitude, annee, coalesce(lisse, valeur) AS valeur,
       coalesce(lisse IS NOT NULL, false) AS est_lissee, CASE WHEN lisse IS NULL THEN bas END AS bas,
       CASE WHEN lisse IS NULL THEN haut END AS haut, moins AS au_moins, plus AS au_plus, n, n_renseignes, n_total, coalesce(statut, 'nd') AS statut, raison
FROM lieux LEFT JOIN centres USING (territoire) LEFT JOIN v USING (territoire)
ORDER BY territoire, annee
