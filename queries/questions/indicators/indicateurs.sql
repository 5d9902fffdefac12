-- Quels indicateurs l'observatoire tient-il, et que veut dire chacun ?
-- param indicateur VARCHAR facultatif : identifiant (A1)
-- param famille VARCHAR facultatif : lettre de la famille
-- returns id VARCHAR : identifiant
-- returns nom VARCHAR : nom court, pour les machines
-- returns famille VARCHAR : lettre de la famille
-- returns famille_titre VARCHAR : famille
-- returns titre VARCHAR : titre
-- returns question VARCHAR : la question à laquelle il répond
-- returns formule VARCHAR : formule, en mots
-- returns unite VARCHAR : unité
-- returns sens VARCHAR : hausse, baisse, zero ou neutre : ce qui est un progrès
-- returns niveaux VARCHAR[] : niveaux où il se calcule
-- returns champs VARCHAR[] : champs qu'il lui faut
-- returns regle VARCHAR : règle d'affichage (K0 couverture, K1 comptage, K2 proportion, K3 montants, K4 par habitant)
-- returns calcul VARCHAR : comment la valeur vient des deux nombres
-- returns facteur DOUBLE : multiplicateur
-- returns intervalle VARCHAR : poisson, wilson, greenwood ou aucun
-- returns n_min INTEGER : effectif en dessous duquel la valeur est tue
-- returns couverture_min DOUBLE : part renseignée (%) en dessous de laquelle la valeur est tue
-- returns n_compte VARCHAR : ce que l'effectif compte
-- returns partage VARCHAR : ce que deux années ont en commun quand rien ne change : actions ou seances (rien)
-- returns annees INTEGER : années d'actions que compte une valeur, la sienne comprise
-- returns natures VARCHAR[] : faits d'où il vient, donc ses sources
-- returns carte_bassin BOOLEAN : chiffre clé de chaque bassin de vie
-- returns test VARCHAR : ce que compte un verdict : annees, ou debuts (chaque action une fois, l'année où elle commence)
-- returns priorite INTEGER : 1 pour ce que le comité regarde d'abord, 2 ensuite
-- returns changement_plausible DOUBLE : le plus grand changement qu'on puisse espérer ; vide pour celui des seuils
-- returns bornes VARCHAR : ce qui laisse la valeur entre deux autres : non_reponse ou declarees (quantités dites par des bornes) ; vide sinon
-- returns limites VARCHAR : ce qu'il ne dit pas
-- returns cadre VARCHAR : d'où il vient
-- returns version VARCHAR : version de la définition
-- returns depuis DATE : date de cette version
-- returns sql VARCHAR : son calcul
-- returns erreur VARCHAR : pourquoi il ne peut pas être calculé ; vide sinon
-- returns rang INTEGER : ordre dans le catalogue
SELECT id, nom, famille, famille_titre, titre, question, formule, unite, sens, niveaux, champs, regle, calcul, facteur,
       intervalle, n_min, couverture_min, n_compte, partage, annees, natures, carte_bassin, test, priorite,
       changement_plausible, bornes, limites, cadre, version, depuis, sql, erreur, rang
FROM indicateurs
WHERE ($indicateur IS NULL OR id = $indicateur) AND ($famille IS NULL OR famille = $famille)
ORDER BY rang
