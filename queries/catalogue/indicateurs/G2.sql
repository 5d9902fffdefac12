-- Quelle part des champs attendus les fiches renseignent-elles ?
-- returns niveau VARCHAR : departement ou structure
-- returns territoire VARCHAR : code du département ou de la structure
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : champs attendus renseignés
-- returns denominateur DOUBLE : champs attendus
-- returns n BIGINT : fiches actives dans l'année, ou sans date
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : les mêmes
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH fiches AS (
    SELECT action_id, structure_id,
           commune::INTEGER + (date_debut IS NOT NULL)::INTEGER + (statut IS NOT NULL)::INTEGER
               + (dimension IS NOT NULL)::INTEGER + (portee IS NOT NULL)::INTEGER + mots_cles::INTEGER
               + (initiative_habitante IS NOT NULL)::INTEGER + publics::INTEGER
               + partenaires::INTEGER
               + coalesce(participants = 'validee', false)::INTEGER + coalesce(personnes = 'validee', false)::INTEGER
               + coalesce(montant = 'validee', false)::INTEGER + coalesce(financeur = 'validee', false)::INTEGER AS remplis,
           13 AS attendus
    FROM actions_renseignees
),
situees AS (
    SELECT action_id, territoire, annee FROM actions_annees WHERE niveau = 'departement'
    UNION ALL
    SELECT sujet_id, territoire, annee FROM sujets_territoires
    JOIN (SELECT code_departement AS territoire, annee FROM actions_situees_annees) USING (territoire)
    WHERE sujet_type = 'action' AND niveau = 'departement' AND annee_debut IS NULL
),
structures_annees AS (
    SELECT DISTINCT structure_id, annee FROM actions_annees JOIN actions_renseignees USING (action_id) WHERE niveau = 'departement'
),
comptes AS (
    SELECT 'departement' AS niveau, territoire, annee, action_id, remplis, attendus FROM situees JOIN fiches USING (action_id)
    UNION ALL
    SELECT 'structure', structure_id, annee, action_id, remplis, attendus
    FROM (SELECT DISTINCT action_id, annee FROM situees) JOIN fiches USING (action_id)
    SEMI JOIN structures_annees USING (structure_id, annee)
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, 'champs remplis, sur ' || attendus AS dit,
           remplis::DOUBLE AS numerateur, attendus::DOUBLE AS denominateur
    FROM comptes
)
SELECT niveau, territoire, annee, sum(numerateur) AS numerateur, sum(denominateur) AS denominateur, count(*) AS n,
       count(*) AS n_renseignes, count(*) AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
