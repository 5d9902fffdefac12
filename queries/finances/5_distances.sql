-- How far each commune is from a funded action, as the crow flies between mairies: those active in the last year that
-- bears facts, with money granted. Offers of the same département only.
CREATE OR REPLACE TABLE distances_financees AS
WITH offres AS (
    SELECT DISTINCT communes.code_departement, communes.code_commune, longitude, latitude
    FROM lieux_sujets
    JOIN communes USING (code_commune)
    SEMI JOIN appuis_actions ON sujet_id = action_id
    WHERE sujet_type = 'action'
)
SELECT communes.code_commune, communes.code_departement,
       min(2 * 6371 * asin(sqrt(
           pow(sin(radians(offres.latitude - communes.latitude) / 2), 2)
           + cos(radians(communes.latitude)) * cos(radians(offres.latitude))
             * pow(sin(radians(offres.longitude - communes.longitude) / 2), 2)
       ))) AS distance_km
FROM communes JOIN offres ON offres.code_departement = communes.code_departement
GROUP BY ALL;

DROP TABLE aides; DROP TABLE ressources; DROP TABLE parts;
