-- What is published: every count, withheld ones left empty, and their sums by territory and year.
-- table secrets : one row a count of people that is withheld: a subject, quantity and year
-- view mesures_publiees : one row a statement of a quantity, empty and ``secret`` when it is withheld
-- table effectifs : one row a quantity of people, territory and year: the published sum, and of how many subjects it is known
-- table effectifs_periodes : one row a quantity of people and territory that maps tell for all years together, where several
--   years tell something: the published sum
-- macro effectifs_de : one row a territory of a level: a quantity of people over years, as published
-- temp actifs : one row a territory and year: how many subjects are active or counted there

-- A whole is withheld with any of its parts; one that an earlier snapshot told stays told.
UPDATE feuilles SET secret = true WHERE feuille IN (SELECT tout FROM liees JOIN feuilles AS parties ON parties.feuille = partie WHERE parties.secret);
UPDATE feuilles SET secret = false WHERE feuille IN (FROM touts_dits);

-- What is said of a whole session elsewhere is its total.
UPDATE feuilles SET secret = true
WHERE sujet IN (SELECT sujet FROM sujets_comptes JOIN seances_tues ON sujet_type = 'seance' AND sujet_id = seance_id);
-- So it is of a session of which an earlier snapshot withheld some: unless it was told.
UPDATE feuilles SET secret = true
WHERE NOT dit AND sujet IN (
    SELECT c.sujet FROM sujets_comptes AS c JOIN registre.secrets AS s ON s.sujet = 'seance:' || sujet_id
    WHERE sujet_type = 'seance' AND instantane < getvariable('instantane')
);

CREATE OR REPLACE TABLE secrets AS
SELECT sujet_type, sujet_id, grandeur, annee
FROM feuilles JOIN sujets_comptes USING (sujet) JOIN grandeurs USING (rang) WHERE secret
ORDER BY ALL;

CREATE OR REPLACE VIEW mesures_publiees AS
SELECT mesures.* REPLACE (
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.valeur END AS valeur,
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.borne_basse END AS borne_basse,
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.borne_haute END AS borne_haute,
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.texte_source END AS texte_source,
           -- A digest of a small number tells it.
           CASE WHEN secrets.sujet_id IS NULL THEN mesures.fait END AS fait
       ), secrets.sujet_id IS NOT NULL AS secret
FROM mesures
LEFT JOIN secrets ON secrets.sujet_type = mesures.sujet_type AND secrets.sujet_id = mesures.sujet_id
    AND secrets.grandeur = mesures.grandeur AND secrets.annee IS NOT DISTINCT FROM mesures.annee;

CREATE OR REPLACE TEMP TABLE actifs AS
WITH situes AS (
    SELECT sujet_type, sujet_id, niveau, territoire, annee FROM sujets_territoires_annees
    UNION
    SELECT sujet_type, sujet_id, niveau, territoire, annee
    FROM (SELECT DISTINCT sujet, annee FROM feuilles) JOIN sujets_comptes USING (sujet)
    JOIN sujets_zones USING (sujet) JOIN zones_comptees USING (zone)
)
SELECT niveau, territoire, annee, count(*) AS n_sujets FROM situes GROUP BY ALL;

CREATE OR REPLACE TABLE effectifs AS
WITH
des_sujets AS (
    SELECT grandeur, actifs.niveau, actifs.territoire, actifs.annee, CASE WHEN NOT secret THEN valeur END AS valeur, n_sujets,
           coalesce(n_renseignes, 0) AS n_renseignes, coalesce(secret, false) AS secret
    FROM actifs CROSS JOIN grandeurs
    LEFT JOIN zones_comptees ON zones_comptees.niveau = actifs.niveau AND zones_comptees.territoire = actifs.territoire
    LEFT JOIN cellules ON cellules.rang = grandeurs.rang AND cellules.zone = zones_comptees.zone
        AND cellules.annee IS NOT DISTINCT FROM actifs.annee AND NOT periode
)
SELECT * FROM (FROM des_sujets UNION ALL FROM effectifs_seances) ORDER BY grandeur, niveau, annee, territoire;

CREATE OR REPLACE TABLE effectifs_periodes AS
SELECT grandeur, niveau, territoire, CASE WHEN NOT secret THEN valeur END AS valeur, secret
FROM cellules JOIN grandeurs USING (rang) JOIN zones_comptees USING (zone) WHERE periode
ORDER BY grandeur, niveau, territoire;

-- Years that are published are added. Where one of them is withheld, only all years together may be told: the others added,
-- with or without it, would say what it is. Years of which nothing is known, within the period or out of it, add nothing.
CREATE OR REPLACE MACRO effectifs_de(quoi, echelle, premier, dernier) AS TABLE
WITH annees AS (
    SELECT *, coalesce(annee >= premier, premier IS NULL) AND coalesce(annee <= dernier, dernier IS NULL) AS retenue
    FROM effectifs WHERE grandeur = quoi AND niveau = echelle
),
additions AS (
    SELECT territoire, sum(valeur) FILTER (retenue) AS valeur, coalesce(bool_or(secret) FILTER (retenue), false) AS secret,
           coalesce(bool_and(retenue) FILTER (secret OR valeur IS NOT NULL), true) AS toutes,
           sum(n_renseignes) FILTER (retenue)::BIGINT AS n_renseignes, sum(n_sujets) FILTER (retenue)::BIGINT AS n_sujets
    FROM annees GROUP BY territoire HAVING bool_or(retenue)
)
SELECT a.territoire, CASE WHEN NOT a.secret THEN a.valeur WHEN toutes THEN p.valeur END AS valeur,
       a.secret AND NOT (toutes AND coalesce(NOT p.secret, false)) AS secret, n_renseignes, n_sujets
FROM additions AS a
LEFT JOIN effectifs_periodes AS p ON p.grandeur = quoi AND p.niveau = echelle AND p.territoire = a.territoire;
