-- What is published: every count, withheld ones left empty, and their sums by territory and year.

CREATE OR REPLACE TABLE secrets AS
SELECT sujet_type, sujet_id, grandeur, annee FROM feuilles WHERE secret;

CREATE OR REPLACE VIEW mesures_publiees AS
SELECT mesures.* REPLACE (
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.valeur END AS valeur,
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.borne_basse END AS borne_basse,
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.borne_haute END AS borne_haute,
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.texte_source END AS texte_source
       ), secrets.sujet_id IS NOT NULL AS secret
FROM mesures
LEFT JOIN secrets ON secrets.sujet_type = mesures.sujet_type AND secrets.sujet_id = mesures.sujet_id
    AND secrets.grandeur = mesures.grandeur AND secrets.annee IS NOT DISTINCT FROM mesures.annee;

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

-- Every subject in each territory and year where it is active, or has a count.
CREATE OR REPLACE TEMP TABLE actifs AS
WITH situes AS (
    SELECT sujet_type, sujet_id, niveau, territoire, annee FROM sujets_territoires_annees
    UNION
    SELECT sujet_type, sujet_id, niveau, territoire, annee
    FROM (SELECT DISTINCT sujet_type, sujet_id, annee FROM feuilles) JOIN sujets_territoires USING (sujet_type, sujet_id)
)
SELECT niveau, territoire, annee, count(*) AS n_sujets FROM situes GROUP BY ALL;

CREATE OR REPLACE TABLE effectifs AS
WITH
sommes AS (
    SELECT grandeur, niveau, territoire, annee, sum(valeur) AS valeur, count(*) AS n_renseignes
    FROM feuilles JOIN sujets_territoires USING (sujet_type, sujet_id)
    WHERE valeur IS NOT NULL GROUP BY ALL
),
des_sujets AS (
    SELECT grandeurs.grandeur, actifs.niveau, actifs.territoire, actifs.annee, valeur, n_sujets, coalesce(n_renseignes, 0) AS n_renseignes
    FROM actifs CROSS JOIN (SELECT DISTINCT grandeur FROM feuilles) AS grandeurs
    LEFT JOIN sommes ON sommes.grandeur = grandeurs.grandeur
        AND sommes.niveau = actifs.niveau AND sommes.territoire = actifs.territoire AND sommes.annee IS NOT DISTINCT FROM actifs.annee
),
seances_situees AS (
    SELECT quoi AS grandeur, 'departement' AS niveau, code_departement AS territoire, annee, seance_id, valeur, college FROM feuilles_seances
    UNION ALL
    SELECT quoi, 'bassin', bassin, annee, seance_id, valeur, college FROM feuilles_seances WHERE bassin IS NOT NULL
),
des_seances AS (
    SELECT grandeur, niveau, territoire, annee, sum(valeur) AS valeur, count(DISTINCT seance_id) AS n_sujets,
           count(DISTINCT seance_id) FILTER (valeur IS NOT NULL) AS n_renseignes
    FROM seances_situees GROUP BY ALL
    UNION ALL
    SELECT 'presents_habitants', niveau, territoire, annee, sum(valeur), count(DISTINCT seance_id),
           count(DISTINCT seance_id) FILTER (valeur IS NOT NULL)
    FROM seances_situees WHERE grandeur = 'presents' AND college = 'habitants' GROUP BY ALL
)
SELECT grandeur, niveau, territoire, annee, CASE WHEN NOT secret THEN valeur END AS valeur, n_sujets, n_renseignes, secret
FROM (
    SELECT *, coalesce(trop_peu(valeur, false), false) AS secret FROM (FROM des_sujets UNION ALL FROM des_seances)
);
