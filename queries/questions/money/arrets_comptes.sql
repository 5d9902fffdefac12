-- Combien d'actions terminées, combien disent leur motif, combien se sont arrêtées faute de financement ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année de fin retenue
-- param annee_max INTEGER facultatif : dernière année de fin retenue
-- returns n_terminees BIGINT : actions terminées
-- returns n_avec_motif BIGINT : dont le motif est dit
-- returns n_arrets BIGINT : dont le motif est le manque de financement
SELECT count(*) AS n_terminees, count(motif_fin_code) AS n_avec_motif,
       count(*) FILTER (motif_fin_code = 'financement') AS n_arrets
FROM actions_terminees
WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR list_contains(codes_bassins, $bassin))
  AND ($annee_min IS NULL OR year(date_fin) >= $annee_min) AND ($annee_max IS NULL OR year(date_fin) <= $annee_max)
