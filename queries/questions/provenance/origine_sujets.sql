-- Quelles actions et quels événements un chiffre d'un territoire compte-t-il, et que manque-t-il à chacun ?
-- param niveau VARCHAR : departement, bassin, epci, commune, structure ou action
-- param territoire VARCHAR : code
-- param departement VARCHAR facultatif : code du département où les champs se regardent
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sorte VARCHAR facultatif : action ou evenement ; les deux sans précision
-- param champ VARCHAR[] facultatif : champs dont le chiffre a besoin
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns structure VARCHAR : qui le mène
-- returns lieux VARCHAR[] : communes où il a lieu
-- returns annee_debut BIGINT : première année ; vide si inconnue
-- returns annee_fin BIGINT : dernière année
-- returns etat VARCHAR : d'une action, le jour d'observation : en_cours, finie, a_venir ; vide quand aucune date ne le dit
-- returns manque VARCHAR[] : champs demandés qui ne sont pas renseignés
-- returns n_manque BIGINT : lignes, en tout, auxquelles un champ manque
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH places AS (
    SELECT sujet_type, sujet_id, annee_debut, annee_fin FROM sujets_territoires
    WHERE niveau = $niveau AND territoire = $territoire
    UNION ALL
    SELECT 'action', action_id, annee_debut, annee_fin FROM actions_listees
    WHERE ($niveau = 'structure' AND structure_id = $territoire) OR ($niveau = 'action' AND action_id = $territoire)
),
ici AS (
    SELECT sujet_type, sujet_id, min(annee_debut) AS annee_debut, max(annee_fin) AS annee_fin FROM places
    WHERE ($sorte IS NULL OR sujet_type = $sorte)
      AND ($annee_min IS NULL OR annee_fin >= $annee_min) AND ($annee_max IS NULL OR annee_debut <= $annee_max)
    GROUP BY ALL
),
manques AS (
    SELECT sujet_type, sujet_id, list(DISTINCT champ ORDER BY champ) AS manque FROM champs_sujets SEMI JOIN ici USING (sujet_type, sujet_id)
    WHERE list_contains($champ, champ) AND NOT renseigne AND ($departement IS NULL OR code_departement = $departement)
    GROUP BY ALL
),
dits AS (
    SELECT evenement_id, min(source) AS source, min(fichier) AS fichier, min(ligne) AS ligne FROM evenements GROUP BY ALL
),
chargees AS (
    SELECT source FROM ici JOIN actions_listees ON sujet_type = 'action' AND action_id = sujet_id
    UNION SELECT dits.source FROM ici JOIN dits ON sujet_type = 'evenement' AND evenement_id = sujet_id
),
lieux AS (
    SELECT sujet_type, sujet_id, list(DISTINCT nom ORDER BY nom) AS lieux
    FROM lieux_sujets SEMI JOIN ici USING (sujet_type, sujet_id) JOIN communes USING (code_commune) GROUP BY ALL
)
SELECT ici.sujet_type, ici.sujet_id, sujets.titre, sujets.structure, coalesce(lieux.lieux, []) AS lieux, ici.annee_debut, ici.annee_fin,
       etat, coalesce(manque, []) AS manque, count(manque) OVER () AS n_manque, coalesce(a.source, dits.source) AS source,
       coalesce(a.fichier, dits.fichier) AS fichier, coalesce(a.ligne, dits.ligne) AS ligne,
       (SELECT list(DISTINCT source ORDER BY source) FROM chargees) AS chargements, count(*) OVER () AS n_lignes
FROM ici
JOIN sujets USING (sujet_type, sujet_id)
LEFT JOIN manques USING (sujet_type, sujet_id)
LEFT JOIN lieux USING (sujet_type, sujet_id)
LEFT JOIN actions_listees AS a ON ici.sujet_type = 'action' AND a.action_id = ici.sujet_id
LEFT JOIN dits ON ici.sujet_type = 'evenement' AND evenement_id = ici.sujet_id
ORDER BY len(coalesce(manque, [])) > 0 DESC, sujets.numero
LIMIT $limite
