-- Quelle part des personnes convoquées aux séances y viennent ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : présents
-- returns denominateur DOUBLE : convoqués, là où les présents sont comptés aussi
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : séances dont présents et convoqués sont connus
-- returns n_total BIGINT : séances de l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
WITH tenues AS (
    SELECT niveau, territoire, annee, count(*) AS n_seances, count(*) FILTER (convoques) AS n_connues
    FROM seances_connues GROUP BY ALL
),
venus AS (FROM presences_comparables WHERE comparaison = 'convocation' AND grandeur = 'presents'),
attendus AS (FROM presences_comparables WHERE comparaison = 'convocation' AND grandeur = 'convoques'),
-- The rows are what is published of each; the sums are made from what is not, too.
lignes AS (
    SELECT niveau, territoire, annee, 'seance' AS sujet_type, seance_id AS sujet_id, concat_ws(', ', college, venus_de) AS dit,
           CASE WHEN appariee THEN presents END AS numerateur, CASE WHEN appariee THEN convoques END AS denominateur, secret, source, fichier, ligne
    FROM presences_situees
)
SELECT niveau, territoire, annee, venus.valeur AS numerateur, attendus.valeur AS denominateur,
       round(attendus.valeur)::BIGINT AS n, n_connues AS n_renseignes, n_seances AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance,
       coalesce(venus.secret, false) OR coalesce(attendus.secret, false) AS secret
FROM tenues
LEFT JOIN venus USING (niveau, territoire, annee)
LEFT JOIN attendus USING (niveau, territoire, annee)
