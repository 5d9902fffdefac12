-- Leaves: the counts of people published one by one, and which of them the thresholds withhold by themselves.
-- Everything is numbered in the order of its keys: two copies of one snapshot must withhold the same, or each would publish
-- what the other hides.
-- Variables: seuil_commun, seuil_sensible, zeros_sensibles, grandeurs, sans_personnes, personnel.
-- temp trop_peu : whether a count of people is under its threshold
-- temp sujets_comptes : one row a subject that is described or counted, with its number
-- temp grandeurs_possibles : one row a quantity of people of the contract, with its number, and the least that a withheld count may
--   be: one, none of a sensitive action, and for a whole what its parts are at least
-- temp comptes : one row a statement of a count of people
-- temp grandeurs : one row a quantity that is counted at least once
-- temp feuilles : one row a subject, quantity and year: a count of people, and whether it is withheld
-- temp dires : one row a number that a count is said to be: what tells it from any other, its subject, year and number together
-- temp feuilles_seances : one row a session, college, bassin that people come from, and quantity: a count, withheld or not

CREATE OR REPLACE TEMP MACRO trop_peu(n, sensible) AS coalesce(
    CASE WHEN sensible THEN n < getvariable('seuil_sensible') AND (n > 0 OR getvariable('zeros_sensibles'))
         ELSE n > 0 AND n < getvariable('seuil_commun') END, false);

-- Numbers in place of names: the rest is done on millions of rows. A subject that nobody describes any more (its source
-- was undone) keeps its counts, and their secrets.
CREATE OR REPLACE TEMP TABLE sujets_comptes AS
WITH connus AS (SELECT DISTINCT sujet_type, sujet_id FROM sujets_situes),
tous AS (FROM connus UNION ALL SELECT DISTINCT sujet_type, sujet_id FROM mesures ANTI JOIN connus USING (sujet_type, sujet_id))
SELECT row_number() OVER (ORDER BY sujet_type, sujet_id)::INTEGER AS sujet, sujet_type, sujet_id, coalesce(sensible, false) AS sensible
FROM tous LEFT JOIN actions_sensibles USING (sujet_type, sujet_id);

CREATE OR REPLACE TEMP TABLE grandeurs_possibles AS
WITH personnes AS (
    SELECT list_position(getvariable('grandeurs'), grandeur)::TINYINT AS rang, grandeur, list_contains(getvariable('personnel'), grandeur) AS personnel
    FROM (SELECT unnest(getvariable('grandeurs')) AS grandeur)
    WHERE NOT list_contains(getvariable('sans_personnes'), grandeur)
)
SELECT *, CASE WHEN grandeur = getvariable('somme') THEN len(getvariable('parties')) ELSE 1 END AS moins,
       CASE WHEN NOT getvariable('zeros_sensibles') THEN moins
            WHEN grandeur = getvariable('somme') THEN len(list_intersect(getvariable('parties'), getvariable('personnel')))
            ELSE 0 END AS moins_sensible
FROM personnes;

CREATE OR REPLACE TEMP TABLE comptes AS
SELECT sujet, rang, annee, valeur, borne_basse, borne_haute, etat = 'validee' AS validee, sensible AND NOT personnel AS sensible,
       CASE WHEN sensible AND NOT personnel THEN moins_sensible ELSE moins END AS moins
FROM mesures JOIN sujets_comptes USING (sujet_type, sujet_id) JOIN grandeurs_possibles USING (grandeur);

CREATE OR REPLACE TEMP TABLE grandeurs AS FROM grandeurs_possibles SEMI JOIN comptes USING (rang);

-- One row a count of people of a subject in a year. ``valeur`` is what it brings to sums: validated, said to be
-- one number; ``connue`` what it is known to be, one number at least; ``plancher`` its threshold.
CREATE OR REPLACE TEMP TABLE feuilles AS
WITH lues AS (
    SELECT sujet, rang, annee, any_value(sensible) AS sensible, any_value(moins) AS moins,
           CASE WHEN count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) FILTER (validee) = 1
                THEN max(valeur) FILTER (validee) END AS valeur,
           CASE WHEN count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) = 1 THEN max(valeur) END AS seule,
           bool_or(trop_peu(valeur, sensible) OR trop_peu(borne_basse, sensible) OR trop_peu(borne_haute, sensible)) AS secret
    FROM comptes GROUP BY sujet, rang, annee
)
SELECT row_number() OVER (ORDER BY sujet, rang, annee)::INTEGER AS feuille, sujet, rang, annee, valeur, coalesce(valeur, seule) AS connue,
       CASE WHEN sensible THEN getvariable('seuil_sensible') ELSE getvariable('seuil_commun') END::DOUBLE AS plancher,
       least(moins, coalesce(valeur, seule))::DOUBLE AS bas,
       'inf'::DOUBLE AS haut, secret
FROM lues;

-- The same number said again in a later snapshot is the same to whoever reads both.
CREATE OR REPLACE TEMP TABLE dires AS
SELECT DISTINCT feuille, hash(sujet_type, sujet_id, grandeur, dits.annee, n) AS empreinte, n = connue AS compte
FROM (SELECT DISTINCT sujet, rang, annee, unnest([valeur, borne_basse, borne_haute]) AS n FROM comptes) AS dits
JOIN feuilles ON feuilles.sujet = dits.sujet AND feuilles.rang = dits.rang AND feuilles.annee IS NOT DISTINCT FROM dits.annee
JOIN sujets_comptes ON sujets_comptes.sujet = dits.sujet JOIN grandeurs_possibles ON grandeurs_possibles.rang = dits.rang
WHERE n IS NOT NULL;
DROP TABLE comptes;

-- One row a count of people at a session, by college and by the bassin they come from (that of the body by default).
CREATE OR REPLACE TEMP TABLE feuilles_seances AS
WITH tenues AS (
    SELECT seance_id, min(year(jour_credible(tenue_le)))::INTEGER AS annee, min(instances.code_departement) AS code_departement,
           min(coalesce(instances.code_zone, communes_bassins.code_bassin)) AS code_bassin
    FROM seances JOIN instances USING (instance_id)
    LEFT JOIN communes_bassins ON communes_bassins.code_commune = instances.code_commune
    GROUP BY seance_id
),
lignes AS (
    SELECT seance_id, college, code_zone, 'presents' AS quoi, presents AS n FROM presences WHERE presents IS NOT NULL
    UNION ALL
    SELECT seance_id, college, code_zone, 'convoques', convoques FROM presences WHERE convoques IS NOT NULL
),
detaillees AS (SELECT DISTINCT seance_id FROM presences WHERE college <> 'ensemble'),
comptes AS (
    SELECT seance_id, annee, code_departement, college, code_zone, coalesce(code_zone, code_bassin) AS bassin, quoi,
           CASE WHEN count(DISTINCT n) = 1 THEN max(n)::DOUBLE END AS valeur, bool_or(trop_peu(n, false)) AS secret,
           -- Where colleges are told, « ensemble » is their sum and not one more.
           college = 'ensemble' AND seance_id IN (FROM detaillees) AS somme
    FROM lignes JOIN tenues USING (seance_id)
    GROUP BY ALL
)
SELECT row_number() OVER (ORDER BY seance_id, college, code_zone, quoi)::INTEGER AS feuille,
       dense_rank() OVER (ORDER BY code_departement, annee, college)::INTEGER AS tableau, comptes.*
FROM comptes;
