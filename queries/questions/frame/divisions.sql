-- Quels découpages du territoire peut-on comparer dans un département ?
-- param departement VARCHAR : code du département
-- returns division VARCHAR : nom court, celui que prennent les questions
-- returns titre VARCHAR : ce que lisent les gens
-- returns origine VARCHAR : d'où vient le découpage
-- returns n_zones BIGINT : zones qui touchent le département
-- returns n_communes BIGINT : communes du département dans au moins une zone
-- returns n_communes_departement BIGINT : communes du département
-- returns se_recouvre BOOLEAN : une commune peut y être dans plusieurs zones
-- returns source VARCHAR : chargement
WITH membres AS (FROM divisions_communes WHERE code_departement = $departement),
par_commune AS (SELECT division, code_commune, count(*) AS n FROM membres GROUP BY ALL),
couvertes AS (SELECT division, count(*) AS n_communes, max(n) > 1 AS se_recouvre FROM par_commune GROUP BY division),
zones_touchees AS (
    SELECT division, count(*) AS n_zones, any_value(origine) AS origine, any_value(source) AS source
    FROM zones SEMI JOIN membres USING (division, code_zone) GROUP BY division
),
total AS (SELECT count(*) AS n_communes_departement FROM communes WHERE code_departement = $departement)
SELECT division,
       CASE division WHEN 'bassin' THEN 'Bassins de vie du comité' WHEN 'epci' THEN 'Intercommunalités'
                     WHEN 'arrondissement' THEN 'Arrondissements' ELSE origine END AS titre,
       origine, n_zones, n_communes, n_communes_departement, se_recouvre, source
FROM zones_touchees JOIN couvertes USING (division), total
ORDER BY list_position(['bassin', 'epci', 'arrondissement'], division) NULLS LAST, titre
