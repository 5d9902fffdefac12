-- Chaque bassin de vie est-il présent aux séances à la mesure de sa population ?
-- returns niveau VARCHAR : bassin
-- returns territoire VARCHAR : code du bassin
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : présences de personnes venant du bassin
-- returns denominateur DOUBLE : présences de personnes dont le bassin est connu
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : séances du département où le bassin des présents est connu
-- returns n_total BIGINT : séances du département dans l'année
-- returns reference DOUBLE : part du bassin dans la population du département (%)
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : les présents d'un bassin sont masqués
WITH tenues AS (
    SELECT code_departement, annee, count(*) AS n_seances, count(*) FILTER (bassins) AS n_connues
    FROM seances_connues WHERE niveau = 'departement' GROUP BY ALL
),
venus AS (
    SELECT territoire, annee, valeur, secret FROM effectifs WHERE grandeur = 'presents' AND niveau = 'bassin'
),
bassins AS (
    SELECT code_departement, territoire, tenues.annee, n_seances, n_connues, coalesce(secret, false) AS secret,
           CASE WHEN NOT coalesce(secret, false) THEN coalesce(valeur, 0) END AS presents, population
    FROM tenues JOIN territoires_niveaux USING (code_departement)
    LEFT JOIN venus USING (territoire, annee)
    LEFT JOIN populations_territoires USING (niveau, territoire, annee)
    WHERE niveau = 'bassin'
),
-- The rows are what is published of each; the sums are made from what is not, too.
lignes AS (
    SELECT 'bassin' AS niveau, bassins.territoire, annee, 'seance' AS sujet_type, seance_id AS sujet_id,
           concat_ws(', ', college, venus_de) AS dit,
           CASE WHEN venus.territoire = bassins.territoire THEN venus.presents WHEN venus.presents IS NOT NULL THEN 0 END AS numerateur,
           venus.presents AS denominateur, venus.secret, source, fichier, ligne
    FROM presences_situees AS venus JOIN bassins USING (code_departement, annee)
    WHERE venus.niveau = 'bassin'
)
SELECT 'bassin' AS niveau, territoire, annee, presents AS numerateur, sum(presents) OVER ensemble AS denominateur,
       (sum(presents) OVER ensemble)::BIGINT AS n, n_connues AS n_renseignes, n_seances AS n_total,
       CASE WHEN count(population) OVER ensemble = count(*) OVER ensemble
            THEN 100.0 * population / sum(population) OVER ensemble END AS reference,
       NULL::DOUBLE AS variance, bool_or(secret) OVER ensemble AS secret
FROM bassins
WINDOW ensemble AS (PARTITION BY code_departement, annee)
