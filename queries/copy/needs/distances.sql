-- How far each commune is from what it needs, as the crow flies, read from ``distances_mesurees`` (``needs.py``).
-- table offre_distances : one row a need and commune within reach: the nearest commune where an action of the day answers it,
--   and the nearest that would remain once those that end within twelve months have ended

CREATE TABLE offre_distances AS
SELECT ici.code_departement, besoin, code_commune, distance_km, proches.nom AS commune_proche, distance_reste_km,
       restantes.nom AS commune_reste
FROM distances_mesurees JOIN communes AS ici USING (code_commune)
JOIN communes AS proches ON proches.code_commune = distances_mesurees.commune_proche
LEFT JOIN communes AS restantes ON restantes.code_commune = distances_mesurees.commune_reste
ORDER BY ici.code_departement, besoin, code_commune;
