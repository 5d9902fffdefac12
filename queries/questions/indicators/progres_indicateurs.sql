-- Les indicateurs progressent-ils depuis leur référence ?
-- param indicateur VARCHAR facultatif : identifiant (A1)
-- param niveau VARCHAR facultatif : departement ou bassin
-- param territoire VARCHAR facultatif : code
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre de l'indicateur
-- returns unite VARCHAR : unité
-- returns sens VARCHAR : hausse, baisse, zero ou neutre
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom du territoire
-- returns departement VARCHAR : code du département
-- returns reference_debut INTEGER : première année de la référence
-- returns reference_fin INTEGER : dernière année de la référence
-- returns valeur_reference DOUBLE : valeur de référence
-- returns provisoire BOOLEAN : référence provisoire
-- returns annee_cible INTEGER : année de la cible
-- returns valeur_cible DOUBLE : valeur visée
-- returns fixee_le DATE : jour où la cible a été fixée
-- returns annee INTEGER : année jugée
-- returns valeur DOUBLE : sa valeur
-- returns bas DOUBLE : borne basse à 95 %
-- returns haut DOUBLE : borne haute à 95 %
-- returns n BIGINT : effectif
-- returns n_renseignes BIGINT : faits renseignés
-- returns n_total BIGINT : faits en tout
-- returns ecart DOUBLE : écart à la référence
-- returns ecart_bas DOUBLE : sa borne basse
-- returns ecart_haut DOUBLE : sa borne haute
-- returns n_annees INTEGER : années qui ont une valeur
-- returns premiere_annee INTEGER : la première
-- returns derniere_annee INTEGER : la dernière
-- returns pente DOUBLE : pente de Theil-Sen, par an
-- returns s_mk DOUBLE : S de Mann-Kendall
-- returns p_valeur DOUBLE : probabilité d'une telle tendance si rien ne changeait
-- returns q_valeur DOUBLE : part de fausses alertes à laquelle ce changement serait annoncé (Benjamini-Hochberg)
-- returns plus_petit_changement DOUBLE : plus petit changement que ces données feraient voir
-- returns verdict VARCHAR : progrès, recul, pas de changement détectable, trop peu de données ou sans objet
-- returns raison VARCHAR : pourquoi ce verdict
-- returns phrase VARCHAR : le verdict en une phrase
SELECT indicateur, titre, unite, sens, niveau, territoire, p.nom, code_departement AS departement, reference_debut,
       reference_fin, valeur_reference, provisoire, annee_cible, valeur_cible, fixee_le, annee, valeur, bas, haut, n,
       n_renseignes, n_total, ecart, ecart_bas, ecart_haut, n_annees, premiere_annee, derniere_annee, pente, s_mk, p_valeur,
       q_valeur, plus_petit_changement, verdict, raison, phrase
FROM indicateurs_progres AS p JOIN indicateurs ON id = indicateur
WHERE ($indicateur IS NULL OR indicateur = $indicateur) AND ($niveau IS NULL OR niveau = $niveau)
  AND ($territoire IS NULL OR territoire = $territoire) AND ($departement IS NULL OR code_departement = $departement)
ORDER BY code_departement, rang, niveau DESC, territoire
