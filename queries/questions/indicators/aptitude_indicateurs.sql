-- Quels indicateurs mesurent le progrès, avec ce qui est renseigné ?
-- param indicateur VARCHAR facultatif : identifiant (A1)
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre de l'indicateur
-- returns famille_titre VARCHAR : famille
-- returns unite VARCHAR : unité
-- returns departement VARCHAR : code du département
-- returns n_renseignes BIGINT : faits dont les champs nécessaires sont renseignés
-- returns n_total BIGINT : faits en tout
-- returns couverture DOUBLE : part renseignée, de 0 à 1
-- returns demi_largeur DOUBLE : demi-largeur de l'intervalle, dans l'unité
-- returns plus_petit_changement DOUBLE : plus petit changement que ces données feraient voir
-- returns changement_plausible DOUBLE : changement qu'on peut espérer, selon le catalogue
-- returns n_annees INTEGER : années que le test compte
-- returns verdict VARCHAR : mesure le progrès, contexte seulement ou pas encore mesurable
-- returns champ_manquant VARCHAR : champ qui manque le plus
-- returns n_fiches_manquantes BIGINT : fiches où il manque
-- returns phrase VARCHAR : l'aptitude en une phrase
SELECT indicateur, titre, famille_titre, unite, code_departement AS departement, n_renseignes, n_total, couverture,
       demi_largeur, plus_petit_changement, a.changement_plausible, n_annees, verdict, champ_manquant, n_fiches_manquantes, phrase
FROM indicateurs_aptitude AS a JOIN indicateurs ON id = indicateur
WHERE ($indicateur IS NULL OR indicateur = $indicateur) AND ($departement IS NULL OR code_departement = $departement)
ORDER BY code_departement, rang
