-- Que sait-on des actions en cours : leur public, leurs thèmes, leur lieu, leur fin ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns jour DATE : jour d'observation ; vide sans aucun fait daté
-- returns n_actives BIGINT : actions en cours ce jour-là
-- returns n_publics BIGINT : dont le public est renseigné
-- returns n_ages BIGINT : dont une tranche d'âge est renseignée
-- returns n_mots_cles BIGINT : dont les mots clés sont renseignés
-- returns n_fins BIGINT : dont la date de fin est connue
-- returns n_sans_commune BIGINT : dont seul le département est connu, donc sans distance (et, pour un bassin, peut-être du bassin)
-- returns n_sans_dates BIGINT : actions du territoire, non terminées, dont aucune date ne dit si elles sont en cours
WITH large AS (
    FROM offre_connues
    WHERE NOT par_bassin AND CASE WHEN $departement IS NULL THEN NOT par_departement ELSE code_departement = $departement END
),
choisi AS (
    FROM large WHERE $bassin IS NULL
    UNION ALL
    FROM offre_connues
    WHERE par_bassin AND code_bassin = $bassin AND ($departement IS NULL OR code_departement = $departement)
)
SELECT CASE WHEN derniere_annee IS NOT NULL THEN jour END AS jour, coalesce(choisi.n_actives, 0) AS n_actives, coalesce(choisi.n_publics, 0) AS n_publics,
       coalesce(choisi.n_ages, 0) AS n_ages, coalesce(choisi.n_mots_cles, 0) AS n_mots_cles,
       coalesce(choisi.n_fins, 0) AS n_fins, coalesce(large.n_sans_lieu, 0) AS n_sans_commune,
       -- What is known by its département alone may be of the bassin too.
       coalesce(choisi.n_muettes, 0) + CASE WHEN $bassin IS NULL THEN 0 ELSE coalesce(large.n_muettes_sans_lieu, 0) END AS n_sans_dates
FROM observation LEFT JOIN large ON true LEFT JOIN choisi ON true
