-- Quels territoires sont voisins de celui-ci, et lesquels lui ressemblent par la taille et la densité ?
-- param niveau VARCHAR : commune, epci ou bassin
-- param territoire VARCHAR : code
-- param limite INTEGER : nombre de territoires de chaque sorte
-- returns sorte VARCHAR : voisin (une commune dont la mairie est proche), ou semblable (du même département)
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns population BIGINT : population municipale la plus récente
-- returns densite DOUBLE : habitants au km²
-- returns n_en_cours BIGINT : actions en cours le jour d'observation qui y ont lieu
-- returns distance_km DOUBLE : d'un voisin, à vol d'oiseau, de mairie à mairie
-- A zone over two départements is of the one where most of its communes are, as its own page says.
WITH membres AS (
    SELECT code_departement, code_commune AS territoire, code_commune FROM communes WHERE $niveau = 'commune'
    UNION ALL
    SELECT code_departement, code_zone, code_commune FROM divisions_communes WHERE division = $niveau AND $niveau <> 'commune'
),
departement AS (SELECT code_departement FROM territoires_niveaux WHERE niveau = $niveau AND territoire = $territoire),
proches AS (
    SELECT code_commune AS territoire, distance_km FROM distances_communes($territoire)
    WHERE $niveau = 'commune' AND code_commune <> $territoire
    ORDER BY distance_km LIMIT $limite
),
candidats AS (
    SELECT territoire FROM membres SEMI JOIN departement USING (code_departement)
    UNION SELECT territoire FROM proches UNION SELECT $territoire
),
tailles AS (
    SELECT territoire, sum(population)::BIGINT AS population, sum(population) / nullif(sum(surface_km2), 0) AS densite,
           territoire IN (
               SELECT territoire FROM territoires_niveaux SEMI JOIN departement USING (code_departement)
               WHERE niveau = $niveau
           ) AS du_departement
    FROM membres SEMI JOIN candidats USING (territoire)
    JOIN communes USING (code_commune) LEFT JOIN dernieres_populations USING (code_commune)
    GROUP BY territoire
),
-- How far in size and density: the logarithms of the two ratios, as the sides of a right angle.
semblables AS (
    SELECT la.territoire, NULL::DOUBLE AS distance_km,
           sqrt(pow(ln(la.population / ici.population), 2) + pow(ln(la.densite / ici.densite), 2)) AS ecart
    FROM tailles AS la JOIN tailles AS ici ON ici.territoire = $territoire
    WHERE la.territoire <> $territoire AND la.du_departement AND la.population > 0 AND ici.population > 0
      AND la.densite > 0 AND ici.densite > 0
    ORDER BY ecart, la.territoire LIMIT $limite
),
retenus AS (
    SELECT 'voisin' AS sorte, territoire, distance_km, distance_km AS rang FROM proches
    UNION ALL SELECT 'semblable', territoire, distance_km, ecart FROM semblables
),
en_cours AS (
    SELECT territoire, count(DISTINCT sujet_id) AS n FROM sujets_territoires JOIN actions_etats ON action_id = sujet_id
    WHERE niveau = $niveau AND sujet_type = 'action' AND etat = 'en_cours' AND territoire IN (SELECT territoire FROM retenus)
    GROUP BY territoire
)
SELECT sorte, territoire, nom, population, densite, coalesce(en_cours.n, 0) AS n_en_cours, distance_km
FROM retenus JOIN tailles USING (territoire)
JOIN (SELECT territoire, nom FROM territoires_niveaux WHERE niveau = $niveau) USING (territoire)
LEFT JOIN en_cours USING (territoire)
ORDER BY sorte DESC, rang, territoire
