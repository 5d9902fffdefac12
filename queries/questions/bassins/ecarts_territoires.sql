-- Quels écarts entre territoires le hasard n'explique-t-il pas ?
-- param departement VARCHAR : code du département
-- param niveau VARCHAR : bassin (deux à deux) ou epci (chacune et les autres réunies)
-- param annee INTEGER : année
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns unite VARCHAR : unité
-- returns calcul VARCHAR : proportion, taux, compte…
-- returns territoire_a VARCHAR : code du premier territoire
-- returns nom_a VARCHAR : son nom
-- returns territoire_b VARCHAR : code du second, vide pour tous les autres réunis
-- returns nom_b VARCHAR : son nom
-- returns valeur_a DOUBLE : valeur du premier
-- returns valeur_b DOUBLE : valeur du second
-- returns ecart DOUBLE : première valeur moins la seconde, dans l'unité (points pour un %)
-- returns bas DOUBLE : borne basse de l'écart, à la confiance de toute la famille ; vide sans test
-- returns haut DOUBLE : borne haute de l'écart
-- returns confiance DOUBLE : confiance de l'intervalle de l'écart, en %
-- returns p_valeur DOUBLE : probabilité d'un tel écart si rien ne différait
-- returns q_valeur DOUBLE : la même, corrigée du nombre de comparaisons (Benjamini-Hochberg)
-- returns different BOOLEAN : l'écart n'est pas expliqué par le hasard ; vide sans test
-- returns n_comparaisons BIGINT : comparaisons de la même famille
-- returns raison VARCHAR : pourquoi l'écart n'est pas testé
WITH lieux AS (FROM territoires_ordonnes WHERE code_departement = $departement AND niveau = $niveau)
SELECT indicateur, titre, unite, calcul, territoire_a, nom_a, territoire_b, nom_b, valeur_a, valeur_b, ecart, bas, haut,
       confiance, p_valeur, q_valeur, different, n_comparaisons, raison
FROM indicateurs_ecarts AS e
JOIN indicateurs ON id = indicateur
JOIN lieux AS a ON a.territoire = territoire_a
LEFT JOIN lieux AS b ON b.territoire = territoire_b
WHERE e.code_departement = $departement AND e.niveau = $niveau AND annee = $annee
ORDER BY indicateurs.rang, a.ordre, b.ordre
