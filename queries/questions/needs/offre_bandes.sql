-- Combien d'habitants à chaque distance d'une action en cours, et dans quelle situation ?
-- param besoin VARCHAR : public ou thème (voir offre_matrice)
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param variable VARCHAR facultatif : chiffre officiel à mettre en regard (voir besoin_variables)
-- returns bande VARCHAR : place, 5, 10, 20, loin, nd (voir offre_communes)
-- returns n_communes BIGINT : communes
-- returns population BIGINT : habitants
-- returns part DOUBLE : part des habitants du territoire, de 0 à 1
-- returns n_connues BIGINT : communes dont le chiffre officiel est connu
-- returns n_secretes BIGINT : communes où il est secret
-- returns mediane DOUBLE : valeur de la commune du milieu, parmi les connues (chaque commune compte pour une)
-- returns basse DOUBLE : la plus basse
-- returns haute DOUBLE : la plus haute
WITH lieux AS (
    SELECT population, valeur, marque,
           CASE WHEN distance_km = 0 THEN 'place' WHEN distance_km < 5 THEN '5' WHEN distance_km < 10 THEN '10'
                WHEN distance_km < 20 THEN '20' WHEN longitude IS NULL THEN 'nd' ELSE 'loin' END AS bande
    FROM communes_habitees AS ici
    LEFT JOIN offre_distances
      ON besoin = $besoin AND offre_distances.code_departement = coalesce($departement, offre_distances.code_departement)
     AND offre_distances.code_commune = ici.code_commune
    LEFT JOIN contexte_retenu
      ON contexte_retenu.variable = $variable AND contexte_retenu.code_commune = ici.code_commune
    WHERE ($departement IS NULL OR ici.code_departement = $departement)
      AND ($bassin IS NULL OR code_bassin = $bassin)
),
comptes AS (
    SELECT bande, count(*) AS n_communes, sum(population) AS population, count(valeur) AS n_connues,
           count(*) FILTER (marque = 's') AS n_secretes, median(valeur) AS mediane, min(valeur) AS basse, max(valeur) AS haute
    FROM lieux GROUP BY bande
)
SELECT bandes.bande, coalesce(n_communes, 0) AS n_communes, coalesce(population, 0)::BIGINT AS population,
       coalesce(population, 0) / nullif(sum(population) OVER (), 0) AS part, coalesce(n_connues, 0) AS n_connues,
       coalesce(n_secretes, 0) AS n_secretes, mediane, basse, haute
FROM (VALUES ('place', 1), ('5', 2), ('10', 3), ('20', 4), ('loin', 5), ('nd', 6)) AS bandes (bande, rang)
LEFT JOIN comptes USING (bande)
ORDER BY rang
