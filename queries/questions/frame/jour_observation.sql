-- À quel jour se lisent « en cours », « sous 6 mois », « dans les douze mois » ?
-- returns jour DATE : jour d'observation, dernier jour connu ; vide sans aucun fait daté
-- returns derniere_annee INTEGER : dernière année qui porte des faits
-- Without any fact the day is that of the snapshot, on which nothing is known.
SELECT CASE WHEN derniere_annee IS NOT NULL THEN jour END AS jour, derniere_annee FROM observation
