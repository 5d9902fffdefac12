-- What earlier snapshots told of attendance at sessions, and the sums that a later one would tell of the same counts.
-- Variables: instantane, seuil_commun. Catalog ``registre``: what each of them told (``ledger.py``). ``feuilles_seances`` gets the same
-- columns as ``feuilles``: empreinte, dit, tu.
-- temp dires_seances : one row a number that a count at a session is said to be (as ``dires``)
-- temp seances_dites : one row a session and quantity of which an earlier snapshot told the whole, equal to its colleges now
-- temp tableaux_connus : one row a table of attendance of which an earlier snapshot held something
-- temp sommes_seances : one row a total of a table: of a session, of a bassin or of all (as ``cellules``)
-- temp membres_seances : one row a total and count that it adds

CREATE OR REPLACE TEMP TABLE dires_seances AS
WITH lignes AS (
    SELECT seance_id, college, code_zone, 'presents' AS quoi, presents AS n FROM presences WHERE presents IS NOT NULL
    UNION SELECT seance_id, college, code_zone, 'convoques', convoques FROM presences WHERE convoques IS NOT NULL
)
SELECT feuille, hash('seance', f.seance_id, f.college, f.code_zone, f.quoi, n::DOUBLE) AS empreinte, n = valeur AS compte
FROM lignes JOIN feuilles_seances AS f ON f.seance_id = lignes.seance_id AND f.college = lignes.college AND f.quoi = lignes.quoi
    AND f.code_zone IS NOT DISTINCT FROM lignes.code_zone;

CREATE OR REPLACE TEMP TABLE feuilles_seances AS
WITH avant AS (
    SELECT empreinte, bool_or(publie) AS publie
    FROM registre.comptes SEMI JOIN dires_seances USING (empreinte) WHERE instantane < getvariable('instantane') GROUP BY empreinte
),
connues AS (
    SELECT feuille, any_value(empreinte) FILTER (compte) AS empreinte,
           coalesce(bool_or(publie) FILTER (compte), false) AS dit, coalesce(bool_or(NOT publie), false) AS tu
    FROM dires_seances LEFT JOIN avant USING (empreinte) GROUP BY feuille
),
-- Colleges of which one was withheld, then their whole alone: it would say the one.
detaillees AS (SELECT DISTINCT sujet FROM registre.secrets WHERE instantane < getvariable('instantane') AND sujet IS NOT NULL)
SELECT f.* REPLACE (secret OR (tu AND NOT dit) OR (entiere AND NOT dit) AS secret), empreinte, dit,
       (tu OR entiere) AND NOT dit AS tu
FROM (
    SELECT f.*, empreinte, coalesce(dit, false) AS dit, coalesce(tu, false) AS tu, college = 'ensemble' AND detaillees.sujet IS NOT NULL AS entiere
    FROM feuilles_seances AS f LEFT JOIN connues USING (feuille) LEFT JOIN detaillees ON detaillees.sujet = 'seance:' || seance_id
) AS f;

CREATE OR REPLACE TEMP TABLE seances_dites AS
WITH additions AS (
    SELECT seance_id, quoi, sum(valeur) AS valeur FROM feuilles_seances WHERE NOT somme GROUP BY seance_id, quoi
),
-- The whole may be there no more: colleges are then said in its place. It was that of all bassins, or of one.
places AS (SELECT NULL::VARCHAR AS code_zone UNION SELECT code_zone FROM zones WHERE division = 'bassin'),
entiers AS (
    SELECT seance_id, quoi, valeur FROM feuilles_seances WHERE somme AND dit
    UNION
    SELECT sujet_id, 'presents', connue FROM feuilles JOIN sujets_comptes USING (sujet) WHERE sujet_type = 'seance' AND dit
    UNION
    SELECT seance_id, quoi, valeur FROM additions CROSS JOIN places
    WHERE hash('seance', seance_id, 'ensemble', code_zone, quoi, valeur) IN (
        SELECT empreinte FROM registre.comptes WHERE publie AND instantane < getvariable('instantane')
    )
)
SELECT seance_id, quoi FROM entiers JOIN additions USING (seance_id, quoi, valeur);

CREATE OR REPLACE TEMP TABLE tableaux_connus AS
SELECT DISTINCT tableau FROM feuilles_seances
WHERE NOT somme AND (dit OR tu OR (seance_id, quoi) IN (SELECT (seance_id, quoi) FROM seances_dites));

CREATE OR REPLACE TEMP TABLE membres_seances AS
SELECT feuille, empreinte, tableau, quoi, valeur, unnest([
    {seance_id: seance_id, bassin: NULL, par_bassin: false, suppose: false, etage: 0},
    {seance_id: NULL, bassin: bassin, par_bassin: true, suppose: code_zone IS NULL, etage: 1},
    {seance_id: NULL, bassin: NULL, par_bassin: false, suppose: false, etage: 2}
]) AS ou
FROM feuilles_seances WHERE NOT somme AND valeur IS NOT NULL;

CREATE OR REPLACE TEMP TABLE sommes_seances AS
WITH sommes AS (
    SELECT tableau, quoi, ou, sum(valeur) AS valeur, hash('seance', quoi, bit_xor(empreinte), count(*), sum(valeur)) AS empreinte
    FROM membres_seances GROUP BY tableau, quoi, ou
),
avant AS (
    SELECT empreinte, bool_or(publie) AS publie FROM registre.sommes
    WHERE instantane < getvariable('instantane') GROUP BY empreinte
)
SELECT row_number() OVER (ORDER BY tableau, quoi, ou)::INTEGER AS somme, sommes.*, trop_peu(valeur, false) AS petite,
       coalesce(publie, false) AS dite, coalesce(NOT publie, false) AS tue, petite OR tue AS secret
FROM sommes LEFT JOIN avant USING (empreinte);
