-- Que valent les indicateurs d'une année dans chaque territoire d'un département, et dans le département ?
-- param departement VARCHAR : code du département
-- param niveau VARCHAR : bassin ou epci
-- param annee INTEGER : année
-- returns indicateur VARCHAR : identifiant
-- returns rang INTEGER : ordre dans le catalogue
-- returns famille_titre VARCHAR : famille d'indicateurs
-- returns titre VARCHAR : titre
-- returns unite VARCHAR : unité
-- returns calcul VARCHAR : proportion, taux, compte…
-- returns n_min INTEGER : effectif en dessous duquel la valeur est tue
-- returns niveau VARCHAR : celui du territoire, ou departement
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns ordre BIGINT : ordre des territoires, le même partout
-- returns code_bassin VARCHAR : bassin de vie, celui de la plupart de ses communes
-- returns valeur DOUBLE : dans l'unité ; vide quand une marque la remplace
-- returns bas DOUBLE : borne basse à 95 %
-- returns haut DOUBLE : borne haute à 95 %
-- returns au_moins DOUBLE : le moins que la valeur puisse être, des quantités étant dites par des bornes ; vide quand elle est exacte
-- returns au_plus DOUBLE : le plus ; vide aussi quand rien ne le dit
-- returns n BIGINT : effectif
-- returns n_renseignes BIGINT : faits renseignés
-- returns n_total BIGINT : faits en tout
-- returns numerateur DOUBLE : numérateur, vide quand il est secret
-- returns denominateur DOUBLE : dénominateur, vide quand il est secret
-- returns statut VARCHAR : ok, p (provisoire), nd, s, ns ou ///
-- returns raison VARCHAR : pourquoi une marque, ou pourquoi provisoire
WITH demandes AS (
    SELECT id AS indicateur, rang, famille_titre, titre, unite, calcul, n_min, niveaux, bornes, erreur FROM indicateurs
    WHERE list_contains(niveaux, $niveau)
),
lieux AS (
    FROM territoires_ordonnes WHERE code_departement = $departement AND niveau IN ($niveau, 'departement')
),
v AS (
    FROM indicateurs_valeurs
    WHERE annee = $annee AND code_departement = $departement AND niveau IN ($niveau, 'departement')
)
SELECT indicateur, demandes.rang, famille_titre, titre, unite, calcul, n_min, niveau, territoire, lieux.nom, ordre,
       code_bassin, valeur, bas, haut, CASE WHEN bornes = 'declarees' THEN au_moins END AS au_moins,
       CASE WHEN bornes = 'declarees' THEN au_plus END AS au_plus, n, n_renseignes, n_total, numerateur, denominateur,
       coalesce(statut, CASE WHEN list_contains(niveaux, niveau) THEN 'nd' ELSE '///' END) AS statut,
       coalesce(raison, erreur) AS raison
FROM demandes CROSS JOIN lieux LEFT JOIN v USING (indicateur, niveau, territoire)
ORDER BY demandes.rang, niveau = 'departement', ordre
