-- Comment un indicateur par habitant varie-t-il avec la population du territoire ?
-- param departement VARCHAR : code du département
-- param niveau VARCHAR : commune ou epci
-- param annee INTEGER : année
-- param indicateur VARCHAR : identifiant d'un indicateur par habitant
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns code_bassin VARCHAR : bassin de vie, celui de la plupart de ses communes
-- returns bassin VARCHAR : son nom
-- returns longitude DOUBLE : de la mairie, en degrés ; vide pour une EPCI
-- returns latitude DOUBLE : de la mairie, en degrés
-- returns numerateur DOUBLE : nombre compté
-- returns population DOUBLE : population municipale de l'année, à défaut de la plus proche
-- returns valeur DOUBLE : taux brut, dans l'unité de l'indicateur
-- returns lisse DOUBLE : taux lissé (bayésien empirique), pour les cartes
-- returns n_renseignes BIGINT : faits renseignés
-- returns n_total BIGINT : faits en tout
-- returns statut VARCHAR : ok, p (provisoire), nd, s, ns ou ///
-- returns raison VARCHAR : pourquoi une marque, ou pourquoi provisoire
WITH lieux AS (FROM territoires_ordonnes WHERE code_departement = $departement AND niveau = $niveau),
v AS (
    FROM indicateurs_valeurs
    WHERE annee = $annee AND indicateur = $indicateur AND niveau = $niveau AND code_departement = $departement
)
SELECT territoire, lieux.nom, code_bassin, bassin, longitude, latitude, numerateur, denominateur AS population, valeur, lisse,
       n_renseignes, n_total, coalesce(statut, 'nd') AS statut, raison
FROM lieux
LEFT JOIN v USING (territoire)
LEFT JOIN communes ON $niveau = 'commune' AND communes.code_commune = territoire
ORDER BY ordre
