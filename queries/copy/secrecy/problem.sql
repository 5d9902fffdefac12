-- What complementary suppression weighs: withheld counts, the smallest published ones of each place, and what earlier
-- snapshots told; of the quantities and years where something is new. A whole and its parts are one problem: it is the sum of
-- its parts, and stands in sums by them.
-- Variables: instantane, sur_periode, somme, parties, possibles_par_commune. Catalog ``registre``: what earlier snapshots told.
-- temp ensemble : the quantities that are weighed with one: a whole with its parts, any other alone
-- temp partie : the year that a count is weighed in, none where the years of its quantity are added
-- temp egalites : one row a whole and a part of it, numbers of this snapshot or of earlier ones, with the year that they are weighed in;
--   whether an earlier one told the whole (``dit``)
-- temp parts : one row a quantity and year of what is weighed, with the number of its problem: those where a count or a sum is new
-- temp premieres_zones : one row a subject, with the first territory it stands in
-- temp retenues : one row a count that complementary suppression weighs, those of earlier snapshots last (no ``feuille``)
-- temp autres_sommes : one row a sum that is no row of ``cellules``: that of an earlier snapshot, when it says something of withheld counts or
--   is small itself; and a whole. ``anterieure``: an earlier snapshot held it, or told it
-- temp liens : one row a weighed count and sum that it enters, by its number; ``autres_sommes`` come after ``cellules``

CREATE OR REPLACE TEMP MACRO ensemble(quoi) AS CASE
    WHEN list_contains(list_append(getvariable('parties'), getvariable('somme')), quoi) THEN list_append(getvariable('parties'), getvariable('somme'))
    ELSE [quoi] END;

CREATE OR REPLACE TEMP MACRO partie(quoi, an) AS CASE WHEN list_has_any(getvariable('sur_periode'), ensemble(quoi)) THEN NULL ELSE an END;

-- Whoever reads a whole in one snapshot and a part in another knows what they make. A number that was split in two ways
-- is its last parts.
CREATE OR REPLACE TEMP TABLE egalites AS
WITH presentes AS (
    SELECT t.empreinte AS tout, p.empreinte AS morceau, p.annee
    FROM liees JOIN feuilles AS t ON t.feuille = tout JOIN feuilles AS p ON p.feuille = partie
    UNION ALL
    SELECT lien, empreinte, annee FROM completees JOIN feuilles USING (feuille) WHERE entiere
    UNION ALL
    SELECT t.empreinte, unnest([p.empreinte, a.lien]), p.annee
    FROM completees AS a JOIN completees AS b ON b.lien = a.lien AND NOT b.est_tout
    JOIN feuilles AS t ON t.feuille = a.feuille JOIN feuilles AS p ON p.feuille = b.feuille
    WHERE a.est_tout
),
tenues AS (
    SELECT tout, morceau, partie(getvariable('somme'), annee) AS annee, getvariable('instantane') AS instantane FROM presentes
    UNION ALL
    SELECT tout, morceau, annee, instantane FROM registre.egalites WHERE instantane < getvariable('instantane')
),
dernieres AS (FROM tenues QUALIFY rank() OVER (PARTITION BY tout ORDER BY instantane DESC) = 1)
SELECT DISTINCT tout, morceau, annee,
       tout IN (SELECT empreinte FROM registre.comptes WHERE publie AND instantane < getvariable('instantane')) AS dit
FROM dernieres;

CREATE OR REPLACE TEMP TABLE parts AS
WITH touchees AS (
    SELECT grandeur, partie(grandeur, annee) AS annee FROM feuilles JOIN grandeurs USING (rang) WHERE connue IS NOT NULL AND NOT (dit OR tu)
    UNION SELECT grandeur, partie(grandeur, annee) FROM cellules JOIN grandeurs USING (rang) WHERE NOT (dite OR tue)
),
problemes AS (SELECT DISTINCT ensemble(grandeur) AS grandeurs, annee FROM touchees)
SELECT dense_rank() OVER (ORDER BY grandeurs, annee) AS part, rang, grandeur, annee
FROM problemes JOIN grandeurs_possibles ON list_contains(grandeurs, grandeur);

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
    FROM feuilles AS f SEMI JOIN choisies USING (feuille) ANTI JOIN (SELECT tout AS empreinte FROM egalites) USING (empreinte)
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

CREATE OR REPLACE TEMP TABLE autres_sommes AS
WITH anciennes AS (
    SELECT any_value(part) AS part, petite AND NOT publie AS petite, true AS anterieure, membres
    FROM registre.sommes AS s JOIN parts ON parts.grandeur = s.grandeur AND parts.annee IS NOT DISTINCT FROM partie(s.grandeur, s.annee)
    WHERE instantane < getvariable('instantane') AND len(membres) > 0 AND (publie OR petite)
    GROUP BY ALL
),
-- Its parts may move while it does not: a whole that is withheld is protected as a small sum is, one that was told is a sum told.
touts AS (
    SELECT any_value(part) AS part, NOT dit AS petite, dit AS anterieure, [tout] AS membres
    FROM egalites JOIN parts ON grandeur = getvariable('somme') AND parts.annee IS NOT DISTINCT FROM egalites.annee
    GROUP BY tout, dit
)
SELECT row_number() OVER (ORDER BY petite, membres)::INTEGER AS autre, * FROM (FROM anciennes UNION ALL FROM touts);

CREATE OR REPLACE TEMP TABLE liens AS
WITH places AS (
    SELECT empreinte, f.rang, f.annee, zone FROM feuilles AS f SEMI JOIN parts USING (rang) JOIN sujets_zones USING (sujet)
    WHERE valeur IS NOT NULL
),
entrees AS (
    SELECT places.empreinte, cellule - 1 AS somme
    FROM places JOIN cellules ON cellules.rang = places.rang AND cellules.zone = places.zone
        AND (periode OR cellules.annee IS NOT DISTINCT FROM places.annee)
    UNION ALL
    SELECT unnest(membres), (SELECT count(*) FROM cellules) + autre - 1 FROM autres_sommes
)
SELECT numero, somme
FROM (SELECT coalesce(morceau, entrees.empreinte) AS empreinte, somme FROM entrees LEFT JOIN egalites ON tout = entrees.empreinte)
JOIN retenues USING (empreinte);
