-- What pages list, search and count. Lists are sorted as pages show them; counts stand by position (see places.sql),
-- or by perimeter where positions would be too many.
-- From Python: sources_non_relues and termes_montres (``search.py``).
-- table actions_listees : one row an action, its lists gathered and what is known of it: the directory, sorted by
--   title; lieux: the number of its set of communes
-- temp termes_lus : one row an action and stem: those of loads, and those of what is shown where nobody reviewed it
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
-- macro valeurs_dites : the values of a field, « nd » when it is not filled in
-- macro voulu : whether a field says one of the values asked
-- macro un_voulu : whether a field of several values says one of the values asked
-- macro actions_retenues : actions of a perimeter that say, in every field asked, one of the values asked, and hold
--   every word asked
-- temp valeurs_positions : one row a position, field and value: how many actions say it
-- macro perimetre : a département and a bassin as one key
-- table valeurs_perimetres : one row a perimeter, field, value and years: how many actions say it
-- macro valeurs_du_perimetre : how many actions of a perimeter and years say each value of each field
-- table comptes_positions : one row a position: how many actions and events, and in how many each field is filled in
-- table sources_positions : one row a position, load and kind of facts (action, evenement or argent): how many

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
       actions.code_departement AS departement, actions.statut, etat, actions.motif_fin, motif_fin_code, actions.dimension,
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
SELECT action_id, terme, poids FROM actions_termes ANTI JOIN sources_non_relues USING (source)
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

-- ── What each field says ──────────────────────────────────────────────────────────────────────────────────────────

-- A field that is not filled in says « nd », which can be asked for too.
CREATE MACRO valeurs_dites(valeurs) AS CASE WHEN len(valeurs) = 0 THEN ['nd'] ELSE valeurs END;
CREATE MACRO voulu(valeur, voulues) AS voulues IS NULL OR list_contains(voulues, coalesce(valeur, 'nd'));
CREATE MACRO un_voulu(valeurs, voulues) AS voulues IS NULL OR list_has_any(valeurs_dites(valeurs), voulues);

CREATE MACRO actions_retenues(
    departement, bassin, annee_min, annee_max, racines, etats, statuts, motifs, dimensions, mots, publics_voulus, initiatives,
    portees, partenaires_voulus, structures_voulues, precisions, couts, comptes
) AS TABLE
SELECT numero, actions_listees.lieux, score
FROM actions_listees LEFT JOIN actions_trouvees(racines) USING (numero)
WHERE position IN (FROM positions_du_perimetre(departement, bassin, annee_min, annee_max))
  AND (racines IS NULL OR score IS NOT NULL)
  AND voulu(etat, etats) AND voulu(statut, statuts) AND voulu(motif_fin_code, motifs) AND voulu(dimension, dimensions)
  AND voulu(portee, portees) AND voulu(structure, structures_voulues) AND voulu(lieu, precisions)
  AND voulu(situation, couts) AND voulu(participants, comptes)
  AND un_voulu(mots_cles, mots) AND un_voulu(publics, publics_voulus) AND un_voulu(initiateurs, initiatives)
  AND un_voulu(partenaires, partenaires_voulus);

CREATE TEMP TABLE valeurs_positions AS
WITH dites AS (
    SELECT position, unnest([
        {champ: 'etat', valeur: coalesce(etat, 'nd')}, {champ: 'statut', valeur: coalesce(statut, 'nd')},
        {champ: 'motif', valeur: coalesce(motif_fin_code, 'nd')},
        {champ: 'dimension', valeur: coalesce(dimension, 'nd')}, {champ: 'portee', valeur: coalesce(portee, 'nd')},
        {champ: 'structure', valeur: structure}, {champ: 'structure_id', valeur: structure_id},
        {champ: 'departement', valeur: coalesce(departement, 'nd')}, {champ: 'lieu', valeur: coalesce(lieu, 'nd')},
        {champ: 'cout', valeur: situation}, {champ: 'participants', valeur: coalesce(participants, 'nd')}
    ], recursive := true)
    FROM actions_listees
    UNION ALL SELECT position, 'mot', unnest(valeurs_dites(mots_cles)) FROM actions_listees
    UNION ALL SELECT position, 'public', unnest(valeurs_dites(publics)) FROM actions_listees
    UNION ALL SELECT position, 'initiative', unnest(valeurs_dites(initiateurs)) FROM actions_listees
    UNION ALL SELECT position, 'partenaire', unnest(valeurs_dites(partenaires)) FROM actions_listees
)
SELECT position, champ, valeur, count(*) AS n_actions FROM dites GROUP BY ALL;

CREATE MACRO perimetre(departement, bassin) AS coalesce(departement, '') || '/' || coalesce(bassin, '');

CREATE TABLE valeurs_perimetres AS
WITH perimetres AS (
    SELECT DISTINCT position, annee_debut, annee_fin, unnest([
        perimetre(NULL, NULL), perimetre(code_departement, NULL), perimetre(NULL, code_bassin),
        perimetre(code_departement, code_bassin)
    ]) AS perimetre
    FROM positions
)
SELECT perimetre, champ, valeur, annee_debut, annee_fin, sum(n_actions)::BIGINT AS n_actions
FROM valeurs_positions JOIN perimetres USING (position)
GROUP BY ALL ORDER BY perimetre, champ, valeur;

DROP TABLE valeurs_positions;

CREATE MACRO valeurs_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT champ, valeur, sum(n_actions)::BIGINT AS n_actions FROM valeurs_perimetres
WHERE perimetre = perimetre(departement, bassin)
  AND (annee_min IS NULL OR annee_fin >= annee_min) AND (annee_max IS NULL OR annee_debut <= annee_max)
GROUP BY champ, valeur;

-- ── Counts ────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE comptes_positions AS
WITH fiches AS (
    SELECT position, count(*) AS n_actions, bool_and(sans_annee) AS sans_annee,
           count(*) FILTER (commune) AS n_communes, count(date_debut) AS n_debuts, count(statut) AS n_statuts,
           count(*) FILTER (etat = 'en_cours') AS n_en_cours, count(*) FILTER (etat IS NULL) AS n_sans_etat,
           count(*) FILTER (statut = 'Terminée') AS n_terminees,
           count(motif_fin) FILTER (statut = 'Terminée') AS n_motifs, count(dimension) AS n_dimensions,
           count(portee) AS n_portees, count(*) FILTER (mots_cles) AS n_mots_cles,
           count(initiative_habitante) AS n_initiatives, count(*) FILTER (initiative_habitante) AS n_habitantes,
           count(*) FILTER (publics) AS n_publics, count(*) FILTER (partenaires) AS n_partenaires,
           count(resume) AS n_resumes,
           count(participants) AS n_participants, count(*) FILTER (participants = 'validee') AS n_participants_valides,
           count(personnes) AS n_personnes, count(*) FILTER (personnes = 'validee') AS n_personnes_valides,
           count(montant) AS n_montants, count(*) FILTER (montant = 'validee') AS n_montants_valides,
           count(budget) AS n_budgets, count(*) FILTER (budget = 'validee') AS n_budgets_valides,
           count(financeur) AS n_financeurs, count(*) FILTER (financeur = 'validee') AS n_financeurs_valides
    FROM actions_renseignees JOIN actions_etats USING (action_id) JOIN sujets ON sujet_id = action_id
    WHERE sujet_type = 'action' GROUP BY ALL
),
couts AS (
    SELECT position, count(*) FILTER (sujet_type = 'evenement') AS n_evenements,
           count(*) FILTER (situation = 'connu') AS n_connus,
           count(*) FILTER (situation = 'contradictoire') AS n_contradictoires,
           count(*) FILTER (situation = 'a_valider') AS n_a_valider,
           count(*) FILTER (situation = 'inconnu') AS n_inconnus,
           count(*) FILTER (sans_financeur) AS n_sans_financeur
    FROM argent_sujets GROUP BY ALL
),
propositions AS (
    SELECT position, sum(n)::BIGINT AS n_propositions
    FROM (
        SELECT sujet_type, sujet_id, 1 AS n FROM mesures WHERE etat = 'proposee'
        UNION ALL
        SELECT sujet_type, sujet_id, n FROM mentions_argent
        WHERE etat = 'proposee' AND quoi IN ('montant', 'prix_unitaire')
    ) JOIN sujets USING (sujet_type, sujet_id)
    GROUP BY ALL
),
ecarts AS (SELECT position, count(*) AS n_constats FROM constats JOIN sujets USING (sujet_type, sujet_id) GROUP BY ALL)
FROM (SELECT DISTINCT position, annee_debut, annee_fin FROM positions)
LEFT JOIN fiches USING (position)
LEFT JOIN couts USING (position)
LEFT JOIN propositions USING (position)
LEFT JOIN ecarts USING (position)
ORDER BY position;

CREATE TABLE sources_positions AS
SELECT position, 'action' AS quoi, source, count(*) AS n_faits FROM actions_listees GROUP BY ALL
UNION ALL
SELECT position, 'evenement', source, count(DISTINCT evenement_id)
FROM evenements JOIN sujets ON sujet_id = evenement_id
WHERE sujet_type = 'evenement' GROUP BY ALL
UNION ALL
SELECT position, 'argent', source, sum(n)::BIGINT FROM mentions_argent JOIN sujets USING (sujet_type, sujet_id)
WHERE quoi <> 'budget' GROUP BY ALL;
