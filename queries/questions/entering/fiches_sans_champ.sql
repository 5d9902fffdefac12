-- À quelles fiches (séances, événements) ce champ manque-t-il ?
-- param champ VARCHAR : champ, tel que champs_a_collecter ou completude le nomme
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns sujet_type VARCHAR : action, evenement ou seance
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns structure VARCHAR : qui le mène
-- returns communes VARCHAR[] : où il a lieu
-- returns departement VARCHAR : code du département
-- returns n_propositions BIGINT : nombres lus dans ses textes, qui attendent d'être validés
-- returns annee_debut BIGINT : première année où il a lieu
-- returns annee_fin BIGINT : dernière année
WITH propositions AS (
    SELECT sujet_type, sujet_id, count(*) AS n
    FROM (
        SELECT sujet_type, sujet_id FROM mesures_publiees WHERE etat = 'proposee'
        UNION ALL SELECT sujet_type, sujet_id FROM montants WHERE etat = 'proposee'
    )
    GROUP BY ALL
),
manquants AS (
    SELECT sujet_type, sujet_id, code_departement FROM champs_sujets
    WHERE champ = $champ AND NOT renseigne AND ($departement IS NULL OR code_departement = $departement)
    UNION ALL
    -- What no indicator needs, but every fiche has.
    SELECT 'action', action_id, code_departement FROM actions_renseignees
    WHERE CASE $champ
        WHEN 'statut' THEN statut IS NULL
        WHEN 'dimension' THEN dimension IS NULL
        WHEN 'portée' THEN portee IS NULL
        WHEN 'résumé' THEN resume IS NULL
        WHEN 'participants' THEN participants IS DISTINCT FROM 'validee'
        WHEN 'personnes mobilisées' THEN personnes IS DISTINCT FROM 'validee'
        WHEN 'montant' THEN montant IS DISTINCT FROM 'validee'
        WHEN 'budget' THEN budget IS DISTINCT FROM 'validee'
        WHEN 'financeur' THEN financeur IS DISTINCT FROM 'validee'
        ELSE false
    END
),
lieux AS (
    SELECT sujet_type, sujet_id, list(DISTINCT nom ORDER BY nom) AS communes
    FROM lieux_sujets JOIN communes USING (code_commune) GROUP BY ALL
),
durees AS (
    SELECT sujet_type, sujet_id, territoire AS code_departement, min(annee_debut) AS annee_debut, max(annee_fin) AS annee_fin
    FROM sujets_territoires WHERE niveau = 'departement' GROUP BY ALL
)
SELECT sujet_type, sujet_id, sujets.titre, sujets.structure, coalesce(lieux.communes, []) AS communes,
       manquants.code_departement AS departement, coalesce(propositions.n, 0) AS n_propositions,
       annee_debut, annee_fin
FROM manquants
JOIN sujets USING (sujet_type, sujet_id)
LEFT JOIN lieux USING (sujet_type, sujet_id)
LEFT JOIN propositions USING (sujet_type, sujet_id)
LEFT JOIN durees
    ON durees.sujet_type = manquants.sujet_type AND durees.sujet_id = manquants.sujet_id
       AND durees.code_departement = manquants.code_departement
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
ORDER BY sujets.numero, manquants.code_departement
