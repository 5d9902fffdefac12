-- Quelles actions se sont arrêtées faute de financement ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année de fin retenue
-- param annee_max INTEGER facultatif : dernière année de fin retenue
-- param limite INTEGER facultatif : nombre d'actions, les dernières arrêtées
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns structure VARCHAR : structure
-- returns date_fin DATE : fin ; vide si inconnue
-- returns date_fin_precision VARCHAR : jour, mois, annee ou inconnue
-- returns motif_fin VARCHAR : motif, tel qu'écrit
SELECT action_id, titre, structure, date_fin, date_fin_precision, motif_fin
FROM actions_terminees
WHERE motif_fin_code = 'financement'
  AND ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR list_contains(codes_bassins, $bassin))
  AND ($annee_min IS NULL OR year(date_fin) >= $annee_min) AND ($annee_max IS NULL OR year(date_fin) <= $annee_max)
ORDER BY date_fin DESC NULLS LAST, titre, action_id
LIMIT $limite
