-- How many actions, events and facts there are by position (see places.sql), and how far what they say is filled in.
-- table comptes_positions : one row a position: how many actions and events, and in how many each field is filled in
-- table sources_positions : one row a position, load and kind of facts (action, evenement, dit or argent): how many; dit: quantities that count and corrected fields

CREATE TABLE comptes_positions AS
WITH fiches AS (
    SELECT position, count(*) AS n_actions, bool_and(sans_annee) AS sans_annee,
           count(*) FILTER (commune) AS n_communes, count(date_debut) AS n_debuts, count(statut) AS n_statuts,
           count(*) FILTER (etat = 'en_cours') AS n_en_cours, count(*) FILTER (etat IS NULL) AS n_sans_etat,
           count(*) FILTER (statut = 'Terminée') AS n_terminees,
           count(motif_fin_code) FILTER (statut = 'Terminée') AS n_motifs, count(dimension) AS n_dimensions,
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
        SELECT sujet_type, sujet_id, 1 AS n FROM mesures_dites WHERE etat = 'proposee'
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
SELECT position, 'dit', source, count(*)
FROM (
    SELECT sujet_type, sujet_id, source FROM mesures_dites WHERE etat = 'validee'
    UNION ALL SELECT sujet_type, sujet_id, source FROM corrections
) JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL
UNION ALL
SELECT position, 'argent', source, sum(n)::BIGINT FROM mentions_argent JOIN sujets USING (sujet_type, sujet_id)
WHERE quoi <> 'budget' GROUP BY ALL;
