-- Leaves that complementary suppression weighs: every withheld one, and the smallest published ones of each place.
-- temp premieres_zones : one row a subject, with the first territory it stands in
-- temp retenues : one row a count that complementary suppression weighs
-- temp liens : one row a weighed count and sum that it enters

CREATE OR REPLACE TEMP TABLE premieres_zones AS SELECT sujet, min(zone) AS zone FROM sujets_zones GROUP BY sujet;

CREATE OR REPLACE TEMP TABLE retenues AS
WITH possibles AS (
    SELECT unnest(min_by(feuille, (connue, feuille), getvariable('possibles_par_commune'))) AS feuille
    FROM feuilles JOIN premieres_zones USING (sujet)
    WHERE NOT secret AND valeur > 0 GROUP BY rang, annee, zone
),
choisies AS (
    SELECT feuille FROM possibles UNION SELECT feuille FROM feuilles WHERE secret AND connue IS NOT NULL
)
-- A whole follows from its parts: it is not a choice of its own.
SELECT row_number() OVER (ORDER BY feuille)::INTEGER - 1 AS numero, feuilles.*
FROM feuilles SEMI JOIN choisies USING (feuille) ANTI JOIN (SELECT DISTINCT tout AS feuille FROM liees) USING (feuille);

CREATE OR REPLACE TEMP TABLE liens AS
WITH places AS (SELECT numero, rang, annee, zone FROM retenues JOIN sujets_zones USING (sujet) WHERE valeur IS NOT NULL)
SELECT numero, cellule
FROM places JOIN cellules ON cellules.rang = places.rang AND cellules.zone = places.zone
    AND (periode OR cellules.annee IS NOT DISTINCT FROM places.annee);
