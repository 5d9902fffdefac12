-- What the pages on need and offer share: which actions are running on the day of observation, for whom, on what, where.
-- table besoins_actions : one row a need and action that answers it: each public and theme that its fiche declares, and
--   « ensemble » for all
-- table offre_du_jour : one row a need, running action and place of it; no commune when only its département is known
-- table offre_comptes : one row a need in all, by département, and by zone within a département: how many actions run
-- table offre_connues : one row a set of places (all, a département, a bassin): what is known of the actions of the day

CREATE TABLE besoins_actions AS
SELECT 'ensemble' AS besoin, action_id FROM actions
UNION
SELECT besoin, action_id
FROM besoins JOIN actions_publics
  ON genre = 'public'
 AND (list_contains(libelles, plie(public))
      OR (coalesce(actions_publics.age_min, actions_publics.age_max) IS NOT NULL
          AND coalesce(actions_publics.age_min, 0) <= besoins.age_max
          AND coalesce(actions_publics.age_max, 120) >= besoins.age_min))
UNION
SELECT besoin, action_id
FROM besoins JOIN actions_mots_cles ON genre = 'theme' AND list_contains(libelles, plie(mot_cle));

CREATE TABLE offre_du_jour AS
SELECT besoin, action_id, code_commune, actions_situees.code_departement, finit
FROM actions_en_cours JOIN actions_situees USING (action_id) JOIN besoins_actions USING (action_id)
ORDER BY actions_situees.code_departement, besoin;

-- A place known by its
-- département alone enters no zone.
CREATE TABLE offre_comptes AS
WITH lieux AS (SELECT DISTINCT besoin, action_id, finit, code_commune, code_departement FROM offre_du_jour)
SELECT NULL::VARCHAR AS code_departement, NULL::VARCHAR AS division, NULL::VARCHAR AS code_zone, besoin,
       count(DISTINCT action_id) AS n_actives, count(DISTINCT action_id) FILTER (finit) AS n_finissant
FROM lieux GROUP BY besoin
UNION ALL
SELECT code_departement, NULL, NULL, besoin, count(DISTINCT action_id), count(DISTINCT action_id) FILTER (finit)
FROM lieux GROUP BY code_departement, besoin
UNION ALL
SELECT divisions_communes.code_departement, division, code_zone, besoin, count(DISTINCT action_id),
       count(DISTINCT action_id) FILTER (finit)
FROM lieux JOIN divisions_communes USING (code_commune) GROUP BY ALL
ORDER BY ALL;

-- ``sans_lieu``: known by their département alone; ``n_muettes``: neither ended nor dated, so that nobody can tell whether they run.
CREATE TABLE offre_connues AS
WITH places AS (
    SELECT action_id, code_departement, code_bassin, bool_and(code_commune IS NULL) OVER (PARTITION BY action_id) AS sans_lieu,
           bool_and(annee_debut IS NULL AND annee_fin IS NULL) OVER (PARTITION BY action_id) AS sans_dates
    FROM actions_situees
),
ages AS (SELECT DISTINCT action_id FROM actions_publics WHERE age_min IS NOT NULL OR age_max IS NOT NULL),
dites AS (
    SELECT places.*, actions_en_cours.action_id IS NOT NULL AS active, publics, mots_cles,
           actions_en_cours.date_fin IS NOT NULL AS fin, ages.action_id IS NOT NULL AS age,
           actions_en_cours.action_id IS NULL AND sans_dates AND statut IS DISTINCT FROM 'Terminée' AS muette
    FROM places JOIN actions_renseignees USING (action_id)
    LEFT JOIN actions_en_cours USING (action_id) LEFT JOIN ages USING (action_id)
)
SELECT grouping(code_departement) = 0 AS par_departement, grouping(code_bassin) = 0 AS par_bassin, dites.code_departement,
       code_bassin, count(DISTINCT action_id) FILTER (active) AS n_actives,
       count(DISTINCT action_id) FILTER (active AND publics) AS n_publics,
       count(DISTINCT action_id) FILTER (active AND age) AS n_ages,
       count(DISTINCT action_id) FILTER (active AND mots_cles) AS n_mots_cles,
       count(DISTINCT action_id) FILTER (active AND fin) AS n_fins,
       count(DISTINCT action_id) FILTER (active AND sans_lieu) AS n_sans_lieu, count(DISTINCT action_id) FILTER (muette) AS n_muettes,
       count(DISTINCT action_id) FILTER (muette AND sans_lieu) AS n_muettes_sans_lieu
FROM dites
GROUP BY GROUPING SETS ((), (dites.code_departement), (dites.code_departement, code_bassin));
