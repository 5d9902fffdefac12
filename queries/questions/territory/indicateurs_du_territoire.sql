-- Que valent les indicateurs dans un territoire, à côté de son bassin et de son département, la même année ?
-- param niveau VARCHAR : commune, epci ou bassin
-- param territoire VARCHAR : code
-- param bassin VARCHAR facultatif : code du bassin de vie à mettre à côté
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns unite VARCHAR : unité
-- returns regle VARCHAR : règle d'affichage
-- returns annee INTEGER : dernière année qui a une valeur ici, à défaut la dernière ; vide s'il n'y en a aucune
-- returns valeur DOUBLE : ici, lissée quand elle ne se compare que lissée ; vide quand une marque la remplace
-- returns lissee BOOLEAN : valeur lissée
-- returns bas DOUBLE : borne basse à 95 % de la valeur qui n'est pas lissée
-- returns haut DOUBLE : borne haute
-- returns n BIGINT : effectif
-- returns n_renseignes BIGINT : faits renseignés
-- returns n_total BIGINT : faits en tout
-- returns statut VARCHAR : ok, p (provisoire), nd, s, ns ou ///
-- returns raison VARCHAR : pourquoi une marque
-- returns bassin_valeur DOUBLE : dans le bassin, la même année
-- returns bassin_statut VARCHAR : son statut, /// où l'indicateur ne se lit pas ; vide sans bassin
-- returns departement_valeur DOUBLE : dans le département, la même année
-- returns departement_statut VARCHAR : son statut, /// où l'indicateur ne se lit pas
WITH ici AS (
    SELECT indicateur, code_departement, annee, coalesce(lisse, valeur) AS valeur, lisse IS NOT NULL AS lissee,
           CASE WHEN lisse IS NULL THEN bas END AS bas, CASE WHEN lisse IS NULL THEN haut END AS haut, n, n_renseignes,
           n_total, statut, raison
    FROM indicateurs_valeurs WHERE niveau = $niveau AND territoire = $territoire
    QUALIFY row_number() OVER (PARTITION BY indicateur ORDER BY coalesce(valeur, lisse) IS NOT NULL DESC, annee DESC) = 1
)
SELECT id AS indicateur, titre, unite, regle, ici.annee, ici.valeur, coalesce(lissee, false) AS lissee, ici.bas, ici.haut,
       ici.n, ici.n_renseignes, ici.n_total, coalesce(ici.statut, 'nd') AS statut, coalesce(ici.raison, erreur) AS raison,
       b.valeur AS bassin_valeur,
       CASE WHEN $bassin IS NOT NULL
            THEN coalesce(b.statut, CASE WHEN list_contains(niveaux, 'bassin') THEN 'nd' ELSE '///' END) END AS bassin_statut,
       d.valeur AS departement_valeur,
       coalesce(d.statut, CASE WHEN list_contains(niveaux, 'departement') THEN 'nd' ELSE '///' END) AS departement_statut
FROM indicateurs
LEFT JOIN ici ON ici.indicateur = id
LEFT JOIN indicateurs_valeurs AS b
  ON b.indicateur = id AND b.niveau = 'bassin' AND b.territoire = $bassin AND b.annee = ici.annee
LEFT JOIN indicateurs_valeurs AS d
  ON d.indicateur = id AND d.niveau = 'departement' AND d.territoire = ici.code_departement AND d.annee = ici.annee
WHERE list_contains(niveaux, $niveau)
ORDER BY rang
