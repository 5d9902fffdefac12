-- De quelles sources viennent les faits du périmètre choisi ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns source VARCHAR : identifiant du chargement
-- returns titre VARCHAR : titre
-- returns editeur VARCHAR : éditeur, vide si inconnu
-- returns licence VARCHAR : licence, vide si la source ne la dit pas
-- returns publiee_le DATE : date de publication, vide si inconnue
-- returns chargee_le TIMESTAMP : date du chargement (UTC)
-- returns n_faits BIGINT : actions et événements qui en viennent
WITH retenus AS (FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max)),
origines AS (
    SELECT source, action_id AS sujet_id FROM actions
    WHERE action_id IN (SELECT sujet_id FROM retenus WHERE sujet_type = 'action')
    UNION
    SELECT source, evenement_id FROM evenements
    WHERE evenement_id IN (SELECT sujet_id FROM retenus WHERE sujet_type = 'evenement')
)
SELECT source, titre, editeur, licence, publiee_le, chargee_le, count(*) AS n_faits
FROM origines JOIN sources USING (source)
GROUP BY ALL
ORDER BY titre, source
