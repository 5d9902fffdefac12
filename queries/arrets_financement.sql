-- Quelles actions se sont arrêtées faute de financement ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année de fin retenue
-- param annee_max INTEGER facultatif : dernière année de fin retenue
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns structure VARCHAR : structure
-- returns date_fin DATE : fin ; vide si inconnue
-- returns date_fin_precision VARCHAR : jour, mois, annee ou inconnue
-- returns motif_fin VARCHAR : motif, tel qu'écrit
-- returns n_terminees BIGINT : actions terminées du périmètre
-- returns n_avec_motif BIGINT : dont le motif est dit
WITH terminees AS (
    SELECT * FROM actions
    WHERE statut = 'Terminée' AND ($departement IS NULL OR code_departement = $departement)
      AND ($bassin IS NULL OR action_id IN (SELECT action_id FROM actions_situees WHERE code_bassin = $bassin))
      AND ($annee_min IS NULL OR year(date_fin) >= $annee_min) AND ($annee_max IS NULL OR year(date_fin) <= $annee_max)
),
comptes AS (SELECT count(*) AS n_terminees, count(motif_fin_code) AS n_avec_motif FROM terminees)
SELECT action_id, titre, structure, date_fin, date_fin_precision, motif_fin, n_terminees, n_avec_motif
FROM terminees, comptes WHERE motif_fin_code = 'financement'
ORDER BY date_fin DESC NULLS LAST, titre
