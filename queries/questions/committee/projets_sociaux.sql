-- Quels projets sociaux, sur quelle intercommunalité, jusqu'à quand ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code d'un bassin de vie où il a un lieu, ou une commune de son intercommunalité
-- param projet VARCHAR facultatif : identifiant d'un projet
-- returns projet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ; vide si personne ne l'a relu
-- returns code_epci VARCHAR : intercommunalité ; vide si inconnue
-- returns epci VARCHAR : son nom
-- returns debut DATE : premier jour ; vide si inconnu
-- returns fin DATE : dernier jour ; vide si inconnu
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns n_axes BIGINT : axes
-- returns n_structures BIGINT : structures
-- returns fini BOOLEAN : fini le jour d'observation
-- returns sources VARCHAR[] : chargements qui en parlent
WITH uniques AS (
    SELECT projet_id, any_value(titre ORDER BY source) AS titre, any_value(code_epci ORDER BY source) AS code_epci,
           any_value(debut ORDER BY source) AS debut, any_value(fin ORDER BY source) AS fin,
           any_value(precision ORDER BY source) AS precision, list(DISTINCT source ORDER BY source) AS sources
    FROM projets_sociaux GROUP BY projet_id
),
communes_epci AS (SELECT code_zone AS code_epci, code_commune FROM zones_communes WHERE division = 'epci'),
lieux AS (
    SELECT projet_id, code_commune FROM projets_territoires WHERE code_commune IS NOT NULL
    UNION SELECT projet_id, communes_epci.code_commune FROM projets_territoires JOIN communes_epci USING (code_epci)
    UNION SELECT projet_id, code_commune FROM uniques JOIN communes_epci USING (code_epci)
    UNION SELECT projet_id, code_commune FROM projets_structures JOIN structures USING (structure_id) WHERE code_commune IS NOT NULL
),
places AS (
    SELECT projet_id, communes.code_departement, code_bassin FROM lieux JOIN communes USING (code_commune) LEFT JOIN communes_bassins USING (code_commune)
    UNION SELECT projet_id, code_departement, NULL FROM projets_structures JOIN structures USING (structure_id)
)
SELECT projet_id, titre, uniques.code_epci, zones.nom AS epci, debut, fin, precision,
       (SELECT count(DISTINCT (transversal, rang)) FROM projets_axes WHERE projets_axes.projet_id = uniques.projet_id) AS n_axes,
       (SELECT count(DISTINCT structure_id) FROM projets_structures WHERE projets_structures.projet_id = uniques.projet_id) AS n_structures,
       coalesce(fin <= jour, false) AS fini, sources
FROM uniques CROSS JOIN observation LEFT JOIN zones ON division = 'epci' AND zones.code_zone = uniques.code_epci
WHERE ($projet IS NULL OR projet_id = $projet)
  AND ($departement IS NULL OR projet_id IN (SELECT projet_id FROM places WHERE code_departement = $departement))
  AND ($bassin IS NULL OR projet_id IN (SELECT projet_id FROM places WHERE code_bassin = $bassin))
ORDER BY fin DESC NULLS LAST, titre, projet_id
