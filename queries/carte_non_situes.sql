-- Combien d'actions et d'événements du périmètre la carte ne peut-elle pas montrer, faute de lieu ou d'année ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns sujet_type VARCHAR : action ou evenement
-- returns n_retenus BIGINT : dans le département (ou la France) et les années demandées
-- returns n_sans_commune BIGINT : dont la commune n'est pas connue, donc peut-être le bassin
-- returns n_sans_departement BIGINT : dont même le département n'est pas connu
-- returns n_sans_annee BIGINT : du même territoire, écartés parce qu'aucune année n'est connue
WITH
lieux AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id, code_departement, code_commune, code_bassin,
           annee_debut, annee_fin
    FROM actions_situees
    UNION ALL
    SELECT 'evenement', evenement_id, code_departement, code_commune, code_bassin, annee, annee FROM evenements_situes
),
-- A subject that no bassin is known for may lie in the one that is asked: it is counted, not dropped.
du_territoire AS (
    SELECT * FROM lieux
    WHERE ($departement IS NULL OR code_departement = $departement)
      AND ($bassin IS NULL OR code_bassin = $bassin OR code_bassin IS NULL)
),
sujets_uniques AS (
    SELECT sujet_type, sujet_id, bool_and(code_commune IS NULL) AS sans_commune,
           bool_and(code_departement IS NULL) AS sans_departement,
           bool_and(annee_debut IS NULL AND annee_fin IS NULL) AS sans_annee,
           bool_or(($annee_min IS NULL OR annee_fin >= $annee_min)
                   AND ($annee_max IS NULL OR annee_debut <= $annee_max)) AS retenu
    FROM du_territoire GROUP BY sujet_type, sujet_id
)
SELECT types.sujet_type, count(*) FILTER (retenu) AS n_retenus,
       count(*) FILTER (retenu AND sans_commune) AS n_sans_commune,
       count(*) FILTER (retenu AND sans_departement) AS n_sans_departement,
       count(*) FILTER (sans_annee AND NOT coalesce(retenu, false)) AS n_sans_annee
FROM (VALUES ('action'), ('evenement')) AS types (sujet_type)
LEFT JOIN sujets_uniques USING (sujet_type)
GROUP BY types.sujet_type ORDER BY types.sujet_type
