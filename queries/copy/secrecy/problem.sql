-- What complementary suppression weighs: withheld counts, the smallest published ones of each place, and what earlier
-- snapshots told; of the quantities and years where something is new.
-- Variables: instantane, sur_periode, somme, parties, possibles_par_commune. Catalog ``registre``: what earlier snapshots told.
-- temp apparentee : whether a quantity is the whole, or one of the parts that make it
-- temp partie : the year that a count is weighed in, none where the years of its quantity are added
-- temp egalites : one row a whole and a part of it, numbers that this snapshot or an earlier one held, with the year that they are weighed in;
--   whether an earlier one told the whole (``dit``)
-- temp touchees : one row a quantity and year where a count or a sum is new
-- temp jointes : one row a year where the whole and its parts are one problem: something told of wholes says something of their parts
-- temp parts : one row a quantity and year of what is weighed, by the number of their problem
-- temp premieres_zones : one row a subject, with the first territory it stands in
-- temp retenues : one row a count that complementary suppression weighs, those of earlier snapshots last (no ``feuille``)
-- temp anciennes : one row a sum of earlier snapshots that says something of withheld counts, or is one that is small; and, of ``jointes``,
--   a whole, which is the sum of its parts
-- temp liens : one row a weighed count and sum that it enters, by its number; those of ``anciennes`` come after ``cellules``

CREATE OR REPLACE TEMP MACRO apparentee(quoi) AS list_contains(list_append(getvariable('parties'), getvariable('somme')), quoi);

CREATE OR REPLACE TEMP MACRO partie(quoi, an) AS CASE
    WHEN list_contains(getvariable('sur_periode'), quoi) THEN NULL
    WHEN apparentee(quoi) AND list_has_any(getvariable('sur_periode'), list_append(getvariable('parties'), getvariable('somme'))) THEN NULL
    ELSE an END;

-- Whoever reads a whole in one snapshot and its parts in another knows that they are equal. A number that was split in two ways
-- is its last parts.
CREATE OR REPLACE TEMP TABLE egalites AS
WITH tenues AS (
    SELECT t.empreinte AS tout, p.empreinte AS morceau, p.annee, getvariable('instantane') AS instantane
    FROM liees JOIN feuilles AS t ON t.feuille = tout JOIN feuilles AS p ON p.feuille = partie
    UNION ALL
    SELECT lien, empreinte, annee, getvariable('instantane')
    FROM (SELECT lien, feuille FROM completees WHERE entiere) JOIN feuilles USING (feuille)
    UNION ALL
    SELECT tout, morceau, annee, instantane FROM registre.egalites WHERE instantane < getvariable('instantane')
),
dernieres AS (SELECT * FROM tenues QUALIFY rank() OVER (PARTITION BY tout ORDER BY instantane DESC) = 1)
SELECT DISTINCT tout, morceau, partie(getvariable('somme'), annee) AS annee,
       tout IN (SELECT empreinte FROM registre.comptes WHERE publie AND instantane < getvariable('instantane')) AS dit
FROM dernieres;

CREATE OR REPLACE TEMP TABLE touchees AS
SELECT DISTINCT rang, partie(grandeur, annee) AS annee FROM feuilles JOIN grandeurs USING (rang) WHERE connue IS NOT NULL AND NOT (dit OR tu)
UNION SELECT DISTINCT rang, partie(grandeur, annee) FROM cellules JOIN grandeurs USING (rang) WHERE NOT (dite OR tue);

CREATE OR REPLACE TEMP TABLE jointes AS
WITH tus AS (
    SELECT empreinte FROM feuilles WHERE secret AND NOT dit
    UNION SELECT empreinte FROM registre.secrets WHERE instantane < getvariable('instantane')
),
additionnes AS (
    SELECT unnest(membres) AS tout FROM registre.sommes WHERE instantane < getvariable('instantane')
    -- A whole that stands without its parts.
    UNION SELECT empreinte FROM feuilles WHERE secret AND feuille NOT IN (SELECT tout FROM liees)
)
SELECT annee FROM egalites WHERE dit AND morceau IN (FROM tus) OR tout IN (FROM additionnes)
INTERSECT SELECT annee FROM touchees JOIN grandeurs_possibles USING (rang) WHERE apparentee(grandeur);

CREATE OR REPLACE TEMP TABLE parts AS
WITH ensemble AS (
    SELECT 0 AS probleme, rang, grandeur, annee FROM jointes CROSS JOIN grandeurs_possibles WHERE apparentee(grandeur)
),
seules AS (
    SELECT t.rang AS probleme, t.rang, g.grandeur, t.annee
    FROM touchees AS t JOIN grandeurs AS g USING (rang)
    ANTI JOIN ensemble AS e ON e.rang = t.rang AND e.annee IS NOT DISTINCT FROM t.annee
)
SELECT dense_rank() OVER (ORDER BY probleme, annee) AS part, rang, grandeur, annee FROM (FROM ensemble UNION ALL FROM seules);

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
    ANTI JOIN (SELECT tout AS empreinte FROM egalites) USING (empreinte)
    JOIN grandeurs USING (rang)
    JOIN parts ON parts.rang = f.rang AND parts.annee IS NOT DISTINCT FROM partie(grandeurs.grandeur, f.annee)
),
passees AS (
    SELECT any_value(part) AS part, any_value(s.valeur) AS connue, max(bas) AS bas, min(haut) AS haut, max(plancher) AS plancher, empreinte
    FROM registre.secrets AS s
    JOIN parts ON parts.grandeur = s.grandeur AND parts.annee IS NOT DISTINCT FROM partie(s.grandeur, s.annee)
    ANTI JOIN presentes USING (empreinte) ANTI JOIN (SELECT tout AS empreinte FROM egalites) USING (empreinte)
    WHERE instantane < getvariable('instantane') GROUP BY empreinte
),
toutes AS (
    FROM presentes UNION ALL BY NAME SELECT *, false AS additionnee, true AS secret FROM passees
)
SELECT row_number() OVER (ORDER BY feuille NULLS LAST, empreinte)::INTEGER - 1 AS numero, toutes.* FROM toutes;

CREATE OR REPLACE TEMP TABLE anciennes AS
WITH sommes AS (
    SELECT any_value(part) AS part, petite AND NOT publie AS petite, membres
    FROM registre.sommes AS s JOIN parts ON parts.grandeur = s.grandeur AND parts.annee IS NOT DISTINCT FROM partie(s.grandeur, s.annee)
    WHERE instantane < getvariable('instantane') AND len(membres) > 0 AND (publie OR petite)
    GROUP BY ALL
),
-- Its parts may move while it does not: a whole that is withheld is protected as a small sum is, one that was told is a sum told.
touts AS (
    SELECT any_value(part), NOT dit, [tout]
    FROM egalites JOIN jointes ON jointes.annee IS NOT DISTINCT FROM egalites.annee
    JOIN parts ON grandeur = getvariable('somme') AND parts.annee IS NOT DISTINCT FROM jointes.annee
    GROUP BY tout, dit
)
SELECT row_number() OVER (ORDER BY petite, membres)::INTEGER AS ancienne, part, petite, membres
FROM (FROM sommes UNION ALL FROM touts);

-- A whole stands in sums by its parts.
CREATE OR REPLACE TEMP TABLE liens AS
WITH places AS (
    SELECT empreinte, f.rang, f.annee, zone FROM feuilles AS f SEMI JOIN parts USING (rang) JOIN sujets_zones USING (sujet)
    WHERE valeur IS NOT NULL AND feuille NOT IN (SELECT tout FROM liees)
),
entrees AS (
    SELECT places.empreinte, cellule - 1 AS somme
    FROM places JOIN cellules ON cellules.rang = places.rang AND cellules.zone = places.zone
        AND (periode OR cellules.annee IS NOT DISTINCT FROM places.annee)
    UNION ALL
    SELECT unnest(membres), (SELECT count(*) FROM cellules) + ancienne - 1 FROM anciennes
)
SELECT numero, somme
FROM (SELECT coalesce(morceau, entrees.empreinte) AS empreinte, somme FROM entrees LEFT JOIN egalites ON tout = entrees.empreinte)
JOIN retenues USING (empreinte);
