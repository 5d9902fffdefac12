-- Attendance as published: rows, totals by college (of a session, of a year), totals by bassin and département.
-- table presences_publiees : one row a statement of attendance, empty and ``secret`` when it is withheld
-- table effectifs_colleges : one row a quantity, département, year and college, of one session or (no session) of the whole year
-- temp tableaux : one row a table of attendance: a college of a département in a year
-- temp effectifs_seances : one row a quantity, territory and year: the attendance of its sessions, and how many tell it
-- temp seances_tues : one row a session of which a total is withheld

CREATE OR REPLACE TABLE presences_publiees AS
WITH caches AS (SELECT DISTINCT seance_id, college, code_zone FROM feuilles_seances WHERE secret)
SELECT presences.* REPLACE (
           CASE WHEN caches.seance_id IS NULL THEN convoques END AS convoques,
           CASE WHEN caches.seance_id IS NULL THEN presents END AS presents,
           CASE WHEN caches.seance_id IS NULL THEN texte_source END AS texte_source
       ), caches.seance_id IS NOT NULL AS secret
FROM presences
LEFT JOIN caches ON caches.seance_id = presences.seance_id AND caches.college = presences.college
    AND caches.code_zone IS NOT DISTINCT FROM presences.code_zone;

CREATE OR REPLACE TEMP TABLE tableaux AS
SELECT DISTINCT tableau, code_departement, annee, college FROM feuilles_seances;

CREATE OR REPLACE TABLE effectifs_colleges AS
SELECT quoi AS grandeur, code_departement, annee, seance_id, college, CASE WHEN NOT secret THEN valeur END AS valeur, secret
FROM totaux_seances JOIN tableaux USING (tableau) WHERE NOT par_bassin
ORDER BY ALL;

CREATE OR REPLACE TEMP TABLE effectifs_seances AS
WITH
-- Unknown, as a count that several sources tell differently, is not zero: a session counts as known when it brings some.
tenues AS (
    SELECT quoi, college, code_departement, bassin, annee, seance_id, valeur IS NOT NULL AND NOT somme AS connue FROM feuilles_seances
),
comptees AS (
    SELECT quoi, college, 'departement' AS niveau, code_departement AS territoire, annee, seance_id, connue FROM tenues
    UNION ALL SELECT quoi, college, 'bassin', bassin, annee, seance_id, connue FROM tenues WHERE bassin IS NOT NULL
),
sommees AS (
    SELECT quoi, college, 'departement' AS niveau, code_departement AS territoire, annee, valeur, secret
    FROM totaux_seances JOIN tableaux USING (tableau) WHERE seance_id IS NULL AND NOT par_bassin
    UNION ALL SELECT quoi, college, 'bassin', bassin, annee, valeur, secret FROM totaux_seances JOIN tableaux USING (tableau) WHERE bassin IS NOT NULL
),
grandeurs_seances AS (
    SELECT quoi AS grandeur, * FROM sommees
    UNION ALL SELECT 'presents_habitants', * FROM sommees WHERE quoi = 'presents' AND college = 'habitants'
),
seances_connues AS (
    SELECT quoi AS grandeur, * FROM comptees
    UNION ALL SELECT 'presents_habitants', * FROM comptees WHERE quoi = 'presents' AND college = 'habitants'
),
couvertures AS (
    SELECT grandeur, niveau, territoire, annee, count(DISTINCT seance_id) AS n_sujets,
           count(DISTINCT seance_id) FILTER (connue) AS n_renseignes
    FROM seances_connues GROUP BY ALL
),
sommes AS (
    SELECT grandeur, niveau, territoire, annee, sum(valeur) AS valeur, bool_or(secret) AS secret FROM grandeurs_seances GROUP BY ALL
)
SELECT couvertures.grandeur, couvertures.niveau, couvertures.territoire, couvertures.annee,
       CASE WHEN NOT secret THEN valeur END AS valeur, n_sujets, n_renseignes, coalesce(secret, false) AS secret
FROM couvertures
LEFT JOIN sommes ON sommes.grandeur = couvertures.grandeur AND sommes.niveau = couvertures.niveau
    AND sommes.territoire = couvertures.territoire AND sommes.annee IS NOT DISTINCT FROM couvertures.annee;

-- What is said of a whole session elsewhere is its total: withheld where one of its totals is.
CREATE OR REPLACE TEMP TABLE seances_tues AS SELECT DISTINCT seance_id FROM totaux_seances WHERE seance_id IS NOT NULL AND secret;
