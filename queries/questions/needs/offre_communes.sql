-- À quelle distance de l'action en cours la plus proche est chaque commune, pour un public ou un thème ?
-- param departement VARCHAR : code du département
-- param besoin VARCHAR : public ou thème (voir offre_matrice)
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param variable VARCHAR facultatif : chiffre officiel à mettre en regard (voir besoin_variables)
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns code_bassin VARCHAR : code du bassin de vie
-- returns bassin VARCHAR : son nom
-- returns longitude DOUBLE : de la mairie, en degrés
-- returns latitude DOUBLE : de la mairie, en degrés
-- returns population INTEGER : population municipale la plus récente, vide si inconnue
-- returns n_actives BIGINT : actions en cours dans la commune
-- returns bande VARCHAR : place, 5 (moins de 5 km), 10 (5 à 10), 20 (10 à 20), loin (plus de 20 km) ou nd (position inconnue)
-- returns distance_km DOUBLE : distance à vol d'oiseau, de mairie à mairie ; vide au-delà de 50 km ou si la position est inconnue
-- returns commune_proche VARCHAR : commune où est cette action
-- returns distance_reste_km DOUBLE : la même une fois finies les actions qui finissent dans les douze mois
-- returns commune_reste VARCHAR : commune de l'action qui resterait la plus proche
-- returns valeur DOUBLE : chiffre officiel, vide si la marque le remplace
-- returns marque VARCHAR : nd, s, ns ou ///
-- returns censure VARCHAR : au_plus ou au_moins, quand l'éditeur coupe les valeurs
-- returns annee INTEGER : année du chiffre officiel
WITH sur_place AS (
    SELECT code_commune, count(DISTINCT action_id) AS n_actives FROM offre_du_jour WHERE besoin = $besoin GROUP BY ALL
)
SELECT ici.code_commune, nom, code_bassin, bassin, longitude, latitude, population,
       coalesce(n_actives, 0) AS n_actives,
       CASE WHEN distance_km = 0 THEN 'place' WHEN distance_km < 5 THEN '5' WHEN distance_km < 10 THEN '10'
            WHEN distance_km < 20 THEN '20' WHEN longitude IS NULL THEN 'nd' ELSE 'loin' END AS bande,
       distance_km, commune_proche, distance_reste_km, commune_reste,
       valeur, CASE WHEN $variable IS NOT NULL AND contexte_retenu.variable IS NULL THEN 'nd' ELSE marque END AS marque,
       censure, contexte_retenu.annee
FROM communes_habitees AS ici
LEFT JOIN sur_place USING (code_commune)
LEFT JOIN offre_distances
  ON besoin = $besoin AND offre_distances.code_departement = $departement
 AND offre_distances.code_commune = ici.code_commune
LEFT JOIN contexte_retenu
  ON contexte_retenu.variable = $variable AND contexte_retenu.code_departement = $departement
 AND contexte_retenu.code_commune = ici.code_commune
WHERE ici.code_departement = $departement AND ($bassin IS NULL OR code_bassin = $bassin)
ORDER BY ici.code_commune
