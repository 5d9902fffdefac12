-- Quelle part des présents aux séances du comité sont des habitants ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : présents du collège « habitants »
-- returns denominateur DOUBLE : présents de tous les collèges, aux séances où les collèges sont distingués
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : séances où les collèges sont distingués
-- returns n_total BIGINT : séances de l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
WITH tenues AS (
    SELECT niveau, territoire, annee, count(*) AS n_seances, count(*) FILTER (colleges) AS n_connues
    FROM seances_connues GROUP BY ALL
),
habitants AS (FROM presences_comparables WHERE comparaison = 'college' AND grandeur = 'presents_habitants'),
tous AS (FROM presences_comparables WHERE comparaison = 'college' AND grandeur = 'presents'),
-- The rows are what is published of each; the sums are made from what is not, too.
lignes AS (
    SELECT niveau, territoire, annee, 'seance' AS sujet_type, seance_id AS sujet_id, concat_ws(', ', college, venus_de) AS dit,
           CASE WHEN colleges THEN CASE WHEN college = 'habitants' THEN presents WHEN presents IS NOT NULL THEN 0 END END AS numerateur,
           CASE WHEN colleges THEN presents END AS denominateur, secret, source, fichier, ligne
    FROM presences_situees
)
SELECT niveau, territoire, annee, habitants.valeur AS numerateur, tous.valeur AS denominateur,
       round(tous.valeur)::BIGINT AS n, n_connues AS n_renseignes, n_seances AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance,
       coalesce(habitants.secret, false) OR coalesce(tous.secret, false) AS secret
FROM tenues
LEFT JOIN habitants USING (niveau, territoire, annee)
LEFT JOIN tous USING (niveau, territoire, annee)
