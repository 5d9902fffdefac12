-- What complementary suppression weighs: withheld counts, the smallest published ones of each place, and what earlier
-- snapshots told; of the quantities and years where something is new.
-- temp partie : the year that a count is weighed in, none where the years of its quantity are added
-- temp parts : one row a quantity and year (or quantity, when its years are added) where a count or a sum is new
-- temp premieres_zones : one row a subject, with the first territory it stands in
-- temp retenues : one row a count that complementary suppression weighs, those of earlier snapshots last (no ``feuille``)
-- temp anciennes : one row a sum of earlier snapshots that says something of withheld counts, or is one that is small
-- temp liens : one row a weighed count and sum that it enters, by its number; those of ``anciennes`` come after ``cellules``

CREATE OR REPLACE TEMP MACRO partie(quoi, an) AS CASE WHEN list_contains(getvariable('sur_periode'), quoi) THEN NULL ELSE an END;

CREATE OR REPLACE TEMP TABLE parts AS
WITH touchees AS (
    SELECT DISTINCT rang, partie(grandeur, annee) AS annee FROM feuilles JOIN grandeurs USING (rang) WHERE connue IS NOT NULL AND NOT (dit OR tu)
    UNION SELECT DISTINCT rang, partie(grandeur, annee) FROM cellules JOIN grandeurs USING (rang) WHERE NOT (dite OR tue)
)
SELECT row_number() OVER (ORDER BY rang, annee) AS part, rang, grandeur, touchees.annee FROM touchees JOIN grandeurs USING (rang);

CREATE OR REPLACE TEMP TABLE premieres_zones AS SELECT sujet, min(zone) AS zone FROM sujets_zones GROUP BY sujet;

CREATE OR REPLACE TEMP TABLE retenues AS
WITH possibles AS (
    SELECT unnest(min_by(feuille, (connue, feuille), getvariable('possibles_par_commune'))) AS feuille
    FROM feuilles JOIN premieres_zones USING (sujet) ANTI JOIN annoncees USING (feuille)
    WHERE NOT secret AND NOT dit AND valeur > 0 GROUP BY rang, annee, zone
),
choisies AS (
    SELECT feuille FROM possibles UNION SELECT feuille FROM feuilles WHERE secret AND NOT dit AND connue IS NOT NULL
),
-- A whole follows from its parts: it is not a choice of its own.
presentes AS (
    SELECT feuille, part, sujet, f.rang, f.annee, connue, f.valeur IS NOT NULL AS additionnee, bas, haut, plancher, secret, empreinte
    FROM feuilles AS f SEMI JOIN choisies USING (feuille) ANTI JOIN (SELECT DISTINCT tout AS feuille FROM liees) USING (feuille)
    JOIN grandeurs USING (rang)
    JOIN parts ON parts.rang = f.rang AND parts.annee IS NOT DISTINCT FROM partie(grandeurs.grandeur, f.annee)
),
passees AS (
    SELECT any_value(part) AS part, any_value(s.valeur) AS connue, max(bas) AS bas, min(haut) AS haut, max(plancher) AS plancher, empreinte
    FROM registre.secrets AS s
    JOIN parts ON parts.grandeur = s.grandeur AND parts.annee IS NOT DISTINCT FROM partie(s.grandeur, s.annee)
    ANTI JOIN presentes USING (empreinte)
    WHERE instantane < getvariable('instantane') GROUP BY empreinte
),
toutes AS (
    FROM presentes UNION ALL BY NAME SELECT *, false AS additionnee, true AS secret FROM passees
)
SELECT row_number() OVER (ORDER BY feuille NULLS LAST, empreinte)::INTEGER - 1 AS numero, toutes.* FROM toutes;

CREATE OR REPLACE TEMP TABLE anciennes AS
SELECT row_number() OVER (ORDER BY petite, membres)::INTEGER AS ancienne, part, petite, membres
FROM (
    SELECT any_value(part) AS part, petite AND NOT publie AS petite, membres
    FROM registre.sommes AS s JOIN parts ON parts.grandeur = s.grandeur AND parts.annee IS NOT DISTINCT FROM partie(s.grandeur, s.annee)
    WHERE instantane < getvariable('instantane') AND len(membres) > 0 AND (publie OR petite)
    GROUP BY ALL
);

CREATE OR REPLACE TEMP TABLE liens AS
WITH places AS (SELECT numero, rang, annee, zone FROM retenues JOIN sujets_zones USING (sujet) WHERE additionnee),
presents AS (
    SELECT numero, cellule - 1 AS somme
    FROM places JOIN cellules ON cellules.rang = places.rang AND cellules.zone = places.zone
        AND (periode OR cellules.annee IS NOT DISTINCT FROM places.annee)
),
passes AS (
    SELECT numero, (SELECT count(*) FROM cellules) + ancienne - 1
    FROM (SELECT ancienne, unnest(membres) AS empreinte FROM anciennes) JOIN retenues USING (empreinte)
)
FROM presents UNION ALL FROM passes;
