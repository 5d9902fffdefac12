-- Quelles actions en cours une case de « Besoins et offre » compte-t-elle ?
-- param besoin VARCHAR : public ou thème
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns structure VARCHAR : qui la mène
-- returns lieux VARCHAR[] : communes où elle a lieu
-- returns date_fin DATE : fin ; vide si inconnue
-- returns date_fin_precision VARCHAR : jour, mois, annee ou inconnue
-- returns finit BOOLEAN : finit dans les douze mois
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH ici AS (
    SELECT action_id, bool_or(finit) AS finit FROM offre_du_jour LEFT JOIN communes_bassins USING (code_commune)
    WHERE besoin = $besoin AND ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
    GROUP BY ALL
),
retenues AS (FROM ici JOIN actions_listees USING (action_id))
SELECT action_id, titre, structure, communes_noms AS lieux, date_fin, date_fin_precision, finit, source, fichier, ligne,
       (SELECT list(DISTINCT source ORDER BY source) FROM retenues) AS chargements, count(*) OVER () AS n_lignes
FROM retenues
ORDER BY numero
LIMIT $limite
