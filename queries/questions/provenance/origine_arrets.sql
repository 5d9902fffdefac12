-- Quelles actions terminées disent pourquoi elles se sont arrêtées, et lesquelles faute de financement ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année de fin retenue
-- param annee_max INTEGER facultatif : dernière année de fin retenue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : toujours action
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns structure VARCHAR : structure
-- returns date_fin DATE : fin ; vide si inconnue
-- returns date_fin_precision VARCHAR : jour, mois, annee ou inconnue
-- returns motif_fin VARCHAR : motif, tel qu'écrit
-- returns motif_fin_code VARCHAR : motif, codé
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH dites AS (
    SELECT action_id, date_fin, t.date_fin_precision, t.motif_fin, t.motif_fin_code FROM actions_terminees AS t
    WHERE motif_fin_code IS NOT NULL
      AND ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR list_contains(codes_bassins, $bassin))
      AND ($annee_min IS NULL OR year(date_fin) >= $annee_min) AND ($annee_max IS NULL OR year(date_fin) <= $annee_max)
),
lues AS (
    SELECT a.numero, action_id, a.titre, a.structure, dites.*  EXCLUDE (action_id), a.source, a.fichier, a.ligne
    FROM dites JOIN actions_listees AS a USING (action_id)
)
SELECT 'action' AS sujet_type, action_id AS sujet_id, titre, structure, date_fin, date_fin_precision, motif_fin, motif_fin_code, source,
       fichier, ligne, (SELECT list(DISTINCT source ORDER BY source) FROM lues) AS chargements, count(*) OVER () AS n_lignes
FROM lues
ORDER BY motif_fin_code = 'financement' DESC, date_fin DESC NULLS LAST, numero
LIMIT $limite
