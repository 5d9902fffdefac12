-- Que valent les indicateurs, et que vaut chaque valeur ?
-- param indicateur VARCHAR facultatif : identifiant (A1)
-- param niveau VARCHAR facultatif : departement, bassin, epci, commune, structure ou action
-- param territoire VARCHAR facultatif : code
-- param departement VARCHAR facultatif : code du département
-- param annee INTEGER facultatif : année
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre de l'indicateur
-- returns unite VARCHAR : unité de la valeur et de ses bornes
-- returns niveau VARCHAR : departement, bassin, epci, commune, structure ou action
-- returns territoire VARCHAR : code du territoire (ou de la structure, de l'action)
-- returns nom VARCHAR : son nom
-- returns departement VARCHAR : code du département
-- returns annee INTEGER : année
-- returns valeur DOUBLE : valeur ; vide quand le statut la tait
-- returns bas DOUBLE : borne basse à 95 % ; vide sans intervalle
-- returns haut DOUBLE : borne haute à 95 %
-- returns n BIGINT : effectif
-- returns n_renseignes BIGINT : faits dont les champs nécessaires sont renseignés
-- returns n_total BIGINT : faits en tout
-- returns couverture DOUBLE : part renseignée, de 0 à 1
-- returns numerateur DOUBLE : numérateur
-- returns denominateur DOUBLE : dénominateur
-- returns lisse DOUBLE : valeur lissée (petits territoires, pour les cartes)
-- returns au_moins DOUBLE : le moins que la valeur puisse être : si tous ceux qui n'ont pas répondu étaient insatisfaits, ou des quantités dites par des bornes (« 8 à 10 ») ; vide quand elle est exacte
-- returns au_plus DOUBLE : le plus ; vide aussi quand rien ne le dit (« au moins 60 »)
-- returns statut VARCHAR : ok, p (provisoire), nd (non disponible), s (secret), ns (non significatif), /// (sans objet)
-- returns raison VARCHAR : pourquoi ce statut ; vide si ok
-- returns sources VARCHAR[] : sources des faits
-- returns version VARCHAR : version de la définition
SELECT indicateur, titre, unite, niveau, territoire, v.nom, code_departement AS departement, annee, valeur, bas, haut, n,
       n_renseignes, n_total, CASE WHEN n_total > 0 THEN n_renseignes / n_total END AS couverture, numerateur, denominateur,
       lisse, au_moins, au_plus, statut, raison, sources, version
FROM indicateurs_valeurs AS v JOIN indicateurs ON id = indicateur
WHERE ($indicateur IS NULL OR indicateur = $indicateur) AND ($niveau IS NULL OR niveau = $niveau)
  AND ($territoire IS NULL OR territoire = $territoire) AND ($departement IS NULL OR code_departement = $departement)
  AND ($annee IS NULL OR annee = $annee) AND ($annee_min IS NULL OR annee >= $annee_min)
  AND ($annee_max IS NULL OR annee <= $annee_max)
ORDER BY rang, list_position(niveaux, niveau), territoire, annee
