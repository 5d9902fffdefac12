-- The reason of each count of people that readers are not told, once all that they are told is decided.
-- temp zones_dites : one row a territory: its key
-- temp feuilles_dites : one row a count of a subject in a year: the key of the subject
-- temp parts_dites : one row a quantity and year of which earlier snapshots told sums that say something of withheld counts
-- temp sommes_protegees : one row a withheld count or sum and a published sum that it protects
-- Variables: seuil_commun, somme. From Python: protections_sommes (``disclosure.py``).

CREATE OR REPLACE TEMP TABLE zones_dites AS SELECT zone, etage, niveau || ':' || territoire AS sujet FROM zones_comptees;

CREATE OR REPLACE TEMP TABLE feuilles_dites AS
SELECT feuilles.*, grandeur, sujet_type || ':' || sujet_id AS cle, sensible AND NOT personnel AS sensible
FROM feuilles JOIN sujets_comptes USING (sujet) JOIN grandeurs USING (rang)
WHERE secret;

CREATE OR REPLACE TEMP TABLE parts_dites AS SELECT rang, annee FROM parts WHERE part IN (SELECT part FROM autres_sommes WHERE anterieure);

-- A withheld count protects the published sums it stands in; a withheld sum those of what it is withheld for.
CREATE OR REPLACE TEMP TABLE sommes_protegees AS
WITH feuilles_concernees AS (
    SELECT feuille, cellule, coalesce(feuille, couvre_feuille) AS membre FROM protections_sommes
    WHERE coalesce(feuille, couvre_feuille) IS NOT NULL
    UNION ALL
    SELECT p.feuille, p.cellule, membres.feuille
    FROM protections_sommes AS p JOIN cellules ON cellules.cellule = couvre_cellule
    JOIN sujets_zones USING (zone)
    JOIN feuilles AS membres ON membres.sujet = sujets_zones.sujet AND membres.rang = cellules.rang
        AND (periode OR membres.annee IS NOT DISTINCT FROM cellules.annee) AND membres.secret
    WHERE p.feuille IS NULL
)
SELECT DISTINCT c.feuille, c.cellule, etage, zones_dites.sujet
FROM feuilles_concernees AS c JOIN feuilles AS membres ON membres.feuille = membre AND valeur IS NOT NULL
JOIN sujets_zones ON sujets_zones.sujet = membres.sujet
JOIN cellules ON cellules.zone = sujets_zones.zone AND cellules.rang = membres.rang
    AND (periode OR cellules.annee IS NOT DISTINCT FROM membres.annee) AND NOT cellules.secret
JOIN zones_dites ON zones_dites.zone = cellules.zone;

INSERT INTO secrets_motifs
WITH couvertes AS (
    SELECT p.feuille, p.cellule, coalesce(list(DISTINCT coalesce(cle, zones_dites.sujet) ORDER BY coalesce(cle, zones_dites.sujet))
               FILTER (coalesce(cle, zones_dites.sujet) IS NOT NULL), []) AS couvre
    FROM protections_sommes AS p
    LEFT JOIN feuilles_dites ON feuilles_dites.feuille = couvre_feuille
    LEFT JOIN cellules ON cellules.cellule = couvre_cellule LEFT JOIN zones_dites USING (zone)
    GROUP BY ALL
),
protegees AS (
    SELECT feuille, cellule, list(sujet ORDER BY etage, sujet) AS protege FROM sommes_protegees GROUP BY ALL
),
complementaires AS (
    SELECT c.feuille, c.cellule, couvre, coalesce(protege, []) AS protege
    FROM couvertes AS c LEFT JOIN protegees AS p
        ON p.feuille IS NOT DISTINCT FROM c.feuille AND p.cellule IS NOT DISTINCT FROM c.cellule
),
-- A whole goes with its withheld parts; a count of a session with what is withheld of its attendance.
touts AS (
    SELECT tout AS feuille, list(parties.grandeur ORDER BY parties.grandeur) AS couvre
    FROM liees JOIN feuilles_dites AS parties ON parties.feuille = partie GROUP BY ALL
),
mesures_tues AS (
    SELECT f.cle, f.grandeur, f.annee, plancher, protege,
           CASE WHEN primaires.feuille IS NOT NULL THEN CASE WHEN sensible THEN 'sensible' ELSE 'seuil' END
                WHEN anterieures.feuille IS NOT NULL OR (c.feuille IS NOT NULL AND parts_dites.rang IS NOT NULL) THEN 'anterieur'
                WHEN c.feuille IS NOT NULL THEN 'complementaire'
                -- The whole, or the other part, was told before.
                WHEN touts.feuille IS NULL AND f.cle NOT LIKE 'seance:%' THEN 'anterieur' ELSE 'ensemble' END AS motif,
           coalesce(c.couvre, touts.couvre, ['presents']) AS couvre
    FROM feuilles_dites AS f
    LEFT JOIN feuilles_primaires AS primaires USING (feuille)
    LEFT JOIN feuilles_anterieures AS anterieures USING (feuille)
    LEFT JOIN parts_dites ON parts_dites.rang = f.rang AND parts_dites.annee IS NOT DISTINCT FROM partie(f.grandeur, f.annee)
    LEFT JOIN complementaires AS c USING (feuille)
    LEFT JOIN touts USING (feuille)
),
effectifs_tus AS (
    SELECT zones_dites.sujet, CASE WHEN periode THEN 'periode' ELSE 'effectif' END AS quoi, grandeur, cellules.annee, protege, couvre,
           CASE WHEN trop_peu(valeur, false) THEN 'seuil'
                WHEN tue OR (c.cellule IS NOT NULL AND parts_dites.rang IS NOT NULL) THEN 'anterieur'
                ELSE 'complementaire' END AS motif
    FROM cellules JOIN zones_dites USING (zone) JOIN grandeurs USING (rang)
    LEFT JOIN complementaires AS c USING (cellule)
    LEFT JOIN parts_dites ON parts_dites.rang = cellules.rang
        AND parts_dites.annee IS NOT DISTINCT FROM partie(grandeur, cellules.annee)
    WHERE secret
)
SELECT cle, 'mesure', grandeur, annee, NULL, NULL, motif, CASE WHEN motif IN ('seuil', 'sensible') THEN plancher END,
       CASE WHEN motif = 'complementaire' THEN protege ELSE [] END,
       CASE WHEN motif IN ('seuil', 'sensible') THEN [] WHEN motif = 'anterieur' AND protege IS NULL THEN [] ELSE couvre END
FROM mesures_tues
UNION ALL
SELECT sujet, quoi, grandeur, annee, NULL, NULL, motif, CASE WHEN motif = 'seuil' THEN getvariable('seuil_commun') END,
       CASE WHEN motif = 'complementaire' THEN protege ELSE [] END,
       CASE WHEN motif IN ('complementaire', 'anterieur') THEN coalesce(couvre, []) ELSE [] END
FROM effectifs_tus
ORDER BY ALL;

INSERT INTO secrets_motifs
WITH
presences_tues AS (
    SELECT 'seance:' || seance_id AS sujet, quoi, annee, college, code_zone, protege, [couvre] AS couvre,
           CASE WHEN primaires.feuille IS NOT NULL THEN 'seuil' WHEN couvre IS NOT NULL THEN 'complementaire'
                WHEN tableau IN (FROM tableaux_connus) THEN 'anterieur' ELSE 'ensemble' END AS motif
    FROM feuilles_seances
    LEFT JOIN seances_primaires AS primaires USING (feuille)
    LEFT JOIN protections_seances USING (feuille)
    WHERE secret
),
totaux_tus AS (
    SELECT CASE WHEN seance_id IS NOT NULL THEN 'seance:' || seance_id WHEN bassin IS NOT NULL THEN 'bassin:' || bassin
                WHEN NOT par_bassin THEN 'departement:' || code_departement END AS sujet,
           quoi, annee, college, protege, [couvre] AS couvre, seance_id, par_bassin,
           CASE WHEN trop_peu(valeur, false) THEN 'seuil' WHEN tableau IN (FROM tableaux_connus) THEN 'anterieur'
                ELSE 'complementaire' END AS motif
    FROM totaux_seances JOIN tableaux USING (tableau) WHERE secret
),
-- Over all colleges, a sum by territory goes with that of any of them.
ensembles_tus AS (
    SELECT sujet, grandeur, annee, list(DISTINCT college ORDER BY college) AS couvre
    FROM (
        SELECT quoi AS grandeur, * FROM totaux_tus
        UNION ALL SELECT 'presents_habitants', * FROM totaux_tus WHERE quoi = 'presents' AND college = 'habitants'
    )
    WHERE seance_id IS NULL AND sujet IS NOT NULL GROUP BY ALL
)
SELECT sujet, 'presence', quoi, annee, college, code_zone, motif, CASE motif WHEN 'seuil' THEN getvariable('seuil_commun') END,
       CASE motif WHEN 'complementaire' THEN protege ELSE [] END,
       CASE motif WHEN 'complementaire' THEN couvre WHEN 'ensemble' THEN [sujet] ELSE [] END
FROM presences_tues
UNION ALL
SELECT sujet, 'college', quoi, annee, college, NULL, motif, CASE motif WHEN 'seuil' THEN getvariable('seuil_commun') END,
       CASE motif WHEN 'complementaire' THEN protege ELSE [] END, CASE motif WHEN 'complementaire' THEN couvre ELSE [] END
FROM totaux_tus WHERE NOT par_bassin
UNION ALL
SELECT sujet, 'effectif', grandeur, annee, NULL, NULL, 'ensemble', NULL, [], couvre FROM ensembles_tus
ORDER BY ALL;
