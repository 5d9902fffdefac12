-- What pages list and search. Lists are sorted as pages show them.
-- From Python: actions_relues and termes_montres (``search.py``).
-- table actions_listees : one row an action, its lists gathered and what is known of it: the directory, sorted by
--   title; lieux: the number of its set of communes
-- temp termes_lus : one row an action and stem: those of loads, and those of what is shown where nobody reviewed it or somebody
--   corrected it
-- table termes_actions : one row a stem and action that holds it, with its weight there
-- table termes : one row a stem, with how rare it is
-- macro actions_trouvees : actions that hold each of these stems, unknown ones apart
-- table lieux_communes : one row for each commune of a set of communes (lieux in actions_listees): few, whatever the
--   number of actions
-- macro distances_communes : kilometres from a commune to every other, mairie to mairie
-- macro lieux_proches : kilometres from a commune to the nearest of each set of communes
-- table jeux_mots : one row a set of keywords that actions declare: few, whatever the number of actions, so that
--   those that share most with one action are found among the sets
-- table jeux_actions : one row an action, with its set of keywords

CREATE TABLE actions_listees AS
WITH
-- What a fiche says in words that are not shown is one sentence, once.
mots AS (
    SELECT action_id, list(mot_cle ORDER BY ligne, mot_cle) AS mots_cles
    FROM (SELECT action_id, mot_cle, min(ligne) AS ligne FROM actions_mots_cles GROUP BY ALL) GROUP BY ALL
),
inits AS (
    SELECT action_id, list(initiateur ORDER BY ligne, initiateur) AS initiateurs
    FROM (SELECT action_id, initiateur, min(ligne) AS ligne FROM actions_initiateurs GROUP BY ALL) GROUP BY ALL
),
pubs AS (
    SELECT action_id, list(public ORDER BY ligne, public) AS publics
    FROM (SELECT action_id, public, min(ligne) AS ligne FROM actions_publics GROUP BY ALL) GROUP BY ALL
),
parts AS (
    SELECT action_id, list(partenaire ORDER BY ligne, partenaire) AS partenaires
    FROM (SELECT action_id, partenaire, min(ligne) AS ligne FROM actions_partenaires GROUP BY ALL) GROUP BY ALL
),
lieux AS (
    SELECT action_id, list(code_commune ORDER BY code_commune) AS communes,
           list(nom ORDER BY code_commune) AS communes_noms,
           CASE WHEN bool_or(declaree) THEN 'declaree' ELSE 'deduite' END AS lieu
    FROM (
        SELECT action_id, code_commune, bool_or(precision = 'declaree') AS declaree FROM actions_lieux
        WHERE role = 'lieu' AND code_commune IS NOT NULL GROUP BY ALL
    )
    LEFT JOIN communes USING (code_commune)
    GROUP BY ALL
),
sieges AS (
    SELECT action_id, min(code_commune) AS siege FROM actions_lieux WHERE role = 'siege' GROUP BY ALL
    HAVING count(DISTINCT code_commune) = 1
),
annees AS (SELECT DISTINCT position, annee_debut, annee_fin FROM positions)
SELECT numero, position, annee_debut, annee_fin, action_id, actions.titre, actions.structure, actions.structure_id,
       actions.code_departement AS departement, actions.statut, etat, actions.motif_fin, actions.motif_fin_code, actions.dimension,
       coalesce(mots.mots_cles, []) AS mots_cles, coalesce(initiateurs, []) AS initiateurs, actions.portee,
       coalesce(pubs.publics, []) AS publics, coalesce(parts.partenaires, []) AS partenaires,
       coalesce(communes, []) AS communes, coalesce(communes_noms, []) AS communes_noms,
       CASE WHEN communes IS NOT NULL THEN dense_rank() OVER (ORDER BY communes NULLS LAST)::INTEGER END AS lieux,
       siege,
       actions.date_debut,
       date_debut_precision, actions.date_fin, actions.date_fin_precision, actions.resume, actions.source, fichier, ligne,
       coalesce(lieu, CASE WHEN actions.code_departement IS NOT NULL THEN 'departement_seul' END) AS lieu, participants,
       situation, total_eur, bas_eur, haut_eur, precision AS precision_cout
FROM actions
JOIN argent_sujets ON sujet_id = action_id
JOIN annees USING (position)
JOIN actions_renseignees USING (action_id)
JOIN actions_etats USING (action_id)
LEFT JOIN mots USING (action_id)
LEFT JOIN inits USING (action_id)
LEFT JOIN pubs USING (action_id)
LEFT JOIN parts USING (action_id)
LEFT JOIN lieux USING (action_id)
LEFT JOIN sieges USING (action_id)
WHERE sujet_type = 'action'
ORDER BY numero;

-- ── Search: by words, and by distance ─────────────────────────────────────────────────────────────────────────────

CREATE TEMP TABLE termes_lus AS
SELECT action_id, terme, poids FROM actions_termes ANTI JOIN actions_relues USING (action_id)
UNION ALL
SELECT action_id, terme, poids FROM termes_montres;

CREATE TABLE termes_actions AS
SELECT terme, numero, poids::FLOAT AS poids
FROM termes_lus JOIN sujets ON sujet_id = action_id WHERE sujet_type = 'action'
ORDER BY terme, numero;
DROP TABLE termes_lus;

-- A rare term weighs more than a common one.
CREATE TABLE termes AS
SELECT terme, ln(1 + (SELECT count(*) FROM actions) / count(*)) AS rarete FROM termes_actions
GROUP BY terme ORDER BY terme;

CREATE MACRO actions_trouvees(racines) AS TABLE
WITH connus AS (SELECT terme, rarete FROM termes WHERE list_contains(racines, terme))
SELECT numero, sum(poids * rarete) AS score, count(*) AS n_mots
FROM termes_actions JOIN connus USING (terme)
GROUP BY numero HAVING count(*) = (SELECT count(*) FROM connus);

CREATE TABLE lieux_communes AS
SELECT lieux, unnest(communes) AS code_commune
FROM (SELECT DISTINCT lieux, communes FROM actions_listees WHERE lieux IS NOT NULL)
ORDER BY lieux;

-- Haversine, on a sphere of 6 371 km, from mairie to mairie.
CREATE MACRO distances_communes(depart) AS TABLE
SELECT la.code_commune, la.nom AS commune,
       2 * 6371 * asin(sqrt(
           pow(sin((radians(la.latitude) - radians(ici.latitude)) / 2), 2)
           + cos(radians(ici.latitude)) * cos(radians(la.latitude))
               * pow(sin((radians(la.longitude) - radians(ici.longitude)) / 2), 2))) AS distance_km
FROM communes AS la JOIN communes AS ici ON ici.code_commune = depart
WHERE la.latitude IS NOT NULL AND ici.latitude IS NOT NULL;

CREATE MACRO lieux_proches(depart) AS TABLE
SELECT lieux, min(distance_km) AS distance_km, arg_min(code_commune, distance_km) AS code_commune,
       arg_min(commune, distance_km) AS commune
FROM lieux_communes JOIN distances_communes(depart) USING (code_commune)
GROUP BY lieux;

CREATE TABLE jeux_mots AS
SELECT row_number() OVER (ORDER BY mots_cles)::INTEGER AS jeu, mots_cles, len(mots_cles) AS n_mots
FROM (SELECT DISTINCT list_sort(list_distinct(mots_cles)) AS mots_cles FROM actions_listees WHERE mots_cles <> []);

CREATE TABLE jeux_actions AS
SELECT jeu, numero
FROM actions_listees JOIN jeux_mots ON list_sort(list_distinct(actions_listees.mots_cles)) = jeux_mots.mots_cles
ORDER BY jeu, numero;
