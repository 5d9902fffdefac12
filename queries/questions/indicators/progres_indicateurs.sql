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
-- returns recente_debut INTEGER : première des années récentes, comparées à la référence
-- returns recente_fin INTEGER : dernière de ces années
-- returns valeur_recente DOUBLE : leur valeur
-- returns par_debut BOOLEAN : référence et années récentes comptent chaque action une fois, l'année où elle commence
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
-- returns ecart DOUBLE : valeur récente moins référence
-- returns ecart_bas DOUBLE : sa borne basse, celle du test : l'intervalle exclut zéro quand un changement est annoncé
-- returns ecart_haut DOUBLE : sa borne haute
-- returns confiance DOUBLE : niveau (%) de cet intervalle ; 95 sans test, davantage selon le nombre de tests
-- returns n_annees INTEGER : années que le test compte
-- returns premiere_annee INTEGER : la première
-- returns derniere_annee INTEGER : la dernière
-- returns pente DOUBLE : pente de Theil-Sen, par an
-- returns s_mk DOUBLE : S de Mann-Kendall
-- returns p_valeur DOUBLE : probabilité d'un tel écart si rien ne changeait
-- returns q_valeur DOUBLE : risque d'une seule fausse alerte, tous tests du département compris, auquel cet écart serait annoncé (Holm, avec poids)
-- returns plus_petit_changement DOUBLE : plus petit changement que ces données feraient voir
-- returns changement_plausible DOUBLE : changement qu'on peut espérer, selon le catalogue
-- returns verdict VARCHAR : progrès, recul, pas de changement détectable, ce test ne pouvait rien voir, trop peu de données ou sans objet
-- returns raison VARCHAR : pourquoi ce verdict
-- returns phrase VARCHAR : le verdict en une phrase
SELECT indicateur, titre, unite, sens, niveau, territoire, p.nom, code_departement AS departement, reference_debut,
       reference_fin, valeur_reference, provisoire, recente_debut, recente_fin, valeur_recente, par_debut, annee_cible,
       valeur_cible, fixee_le, annee, valeur, bas, haut, n, n_renseignes, n_total, ecart, ecart_bas, ecart_haut, confiance,
       n_annees, premiere_annee, derniere_annee, pente, s_mk, p_valeur, q_valeur, plus_petit_changement,
       p.changement_plausible, verdict, raison, phrase
FROM indicateurs_progres AS p JOIN indicateurs ON id = indicateur
WHERE ($indicateur IS NULL OR indicateur = $indicateur) AND ($niveau IS NULL OR niveau = $niveau)
  AND ($territoire IS NULL OR territoire = $territoire) AND ($departement IS NULL OR code_departement = $departement)
ORDER BY code_departement, rang, niveau DESC, territoire
