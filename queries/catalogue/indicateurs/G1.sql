-- Quelle part des actions lancées dans l'année est encore active douze mois après ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année du démarrage
-- returns numerateur DOUBLE : survie à douze mois (Kaplan-Meier) × démarrages ; vide quand aucune action n'est suivie douze mois
-- returns denominateur DOUBLE : démarrages suivis
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : démarrages dont le mois, et la fin s'il y en a une, sont connus
-- returns n_total BIGINT : actions démarrées dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : de Greenwood, en points de % au carré
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH lancees AS (
    SELECT territoire, annee, action_id, date_debut, date_debut + INTERVAL 12 MONTH AS anniversaire,
           CASE WHEN date_fin <= jour THEN date_fin END AS fin,
           CASE WHEN date_fin IS NULL THEN least(jour, greatest(date_debut, coalesce(publiee_le, date_debut))) ELSE jour END AS suivie,
           -- An end known to the year alone decides, unless it is the year after.
           date_debut_precision IN ('jour', 'mois') AND (date_fin_precision IN ('jour', 'mois')
               OR (date_fin_precision = 'annee' AND year(date_fin) <> year(date_debut) + 1)
               OR (date_fin IS NULL AND statut = 'En cours')) AS connue
    FROM observation, actions_annees JOIN actions USING (action_id) LEFT JOIN publications USING (source)
    WHERE niveau = 'departement' AND annee = year(date_debut)
),
durees AS (
    SELECT territoire, annee, action_id, connue, coalesce(fin < anniversaire, false) AS finie,
           CASE WHEN coalesce(fin, suivie) < anniversaire THEN coalesce(fin, suivie) - date_debut ELSE 366 END AS jours
    FROM lancees
),
-- Of an action that is followed for less than twelve months, and not over, nobody knows yet what it will be.
lignes AS (
    SELECT 'departement' AS niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, connue, finie, jours,
           CASE WHEN NOT coalesce(connue, false) THEN NULL WHEN jours = 366 THEN 'active douze mois après'
                ELSE if(finie, 'finie après ', 'suivie ') || jours || ' jours' END AS dit,
           CASE WHEN connue AND (finie OR jours = 366) THEN (NOT finie)::INTEGER END::DOUBLE AS numerateur,
           CASE WHEN connue THEN 1 END::DOUBLE AS denominateur
    FROM durees
),
instants AS (
    SELECT niveau, territoire, annee, jours, count(*) FILTER (finie) AS fins,
           sum(count(*)) OVER (PARTITION BY niveau, territoire, annee ORDER BY jours DESC) AS exposees
    FROM lignes WHERE connue GROUP BY niveau, territoire, annee, jours
),
survies AS (
    SELECT niveau, territoire, annee, product(1 - fins / exposees) AS survie,
           sum(fins / (exposees * nullif(exposees - fins, 0))) AS somme, bool_or(jours = 366) AS suivies
    FROM instants GROUP BY ALL
),
comptes AS (SELECT niveau, territoire, annee, count(denominateur) AS n, count(*) AS n_total FROM lignes GROUP BY ALL)
SELECT niveau, territoire, annee,
       CASE WHEN suivies OR survie = 0 THEN survie * n END AS numerateur, n::DOUBLE AS denominateur, n, n AS n_renseignes, n_total,
       NULL::DOUBLE AS reference, 10000 * survie * survie * coalesce(somme, 0) AS variance, false AS secret
FROM comptes LEFT JOIN survies USING (niveau, territoire, annee)
