-- Quelles actions le nombre d'actions recensées d'un périmètre compte-t-il ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sans_annee INTEGER facultatif : 1 pour celles, de toutes années, dont aucune année n'est connue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns structure VARCHAR : qui la mène
-- returns lieux VARCHAR[] : communes où elle a lieu
-- returns etat VARCHAR : état le jour d'observation : en_cours, finie, a_venir ; vide quand aucune date ne le dit
-- returns date_debut DATE : début
-- returns date_debut_precision VARCHAR : jour, mois, annee ou inconnue
-- returns date_fin DATE : fin
-- returns date_fin_precision VARCHAR : jour, mois, annee ou inconnue
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH retenues AS (
    FROM actions_listees
    WHERE CASE WHEN $sans_annee = 1
               THEN annee_debut IS NULL AND annee_fin IS NULL AND position IN (FROM positions_du_perimetre($departement, $bassin, NULL, NULL))
               ELSE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max)) END
)
SELECT action_id, titre, structure, communes_noms AS lieux, etat, date_debut, date_debut_precision, date_fin, date_fin_precision,
       source, fichier, ligne, (SELECT list(DISTINCT source ORDER BY source) FROM retenues) AS chargements,
       count(*) OVER () AS n_lignes
FROM retenues
ORDER BY numero
LIMIT $limite
