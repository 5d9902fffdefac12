-- Si un financeur part, ou baisse d'une part, quelles actions passent sous leur coût, et combien de personnes y participent ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param famille VARCHAR facultatif : famille de financeurs qui baisse
-- param financeur VARCHAR facultatif : financeur qui baisse
-- param baisse DOUBLE : part retirée, de 0 à 1 (1 : il part)
-- param limite INTEGER facultatif : nombre d'actions ; d'abord celles qui passent sous leur coût
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns structure VARCHAR : structure
-- returns exercice INTEGER : dernier exercice dont le coût et l'accordé sont connus
-- returns cout_eur DOUBLE : coût
-- returns ressources_eur DOUBLE : subventions accordées et ressources propres
-- returns perte_eur DOUBLE : ce qui serait retiré
-- returns manque_avant_eur DOUBLE : coût moins ressources, à ce dernier exercice (zéro si elles suffisent)
-- returns manque_apres_eur DOUBLE : le même, après la baisse
-- returns bascule BOOLEAN : couverte à cet exercice, elle ne le serait plus
-- returns participants DOUBLE : participants distincts de la dernière année publiée, un intervalle pour sa borne basse ; vide si inconnus ou secrets
-- returns participants_bas DOUBLE : au moins, d'après les bornes dites
-- returns participants_haut DOUBLE : au plus ; vide quand rien ne le dit
-- returns communes VARCHAR[] : communes où l'action a lieu
-- returns bassins VARCHAR[] : bassins où l'action a lieu
-- returns publics VARCHAR[] : publics déclarés
SELECT action_id, titre, structure, exercice, cout_eur, ressources_eur, perte_eur, manque_avant_eur, manque_apres_eur, bascule,
       participants, participants_bas, participants_haut, communes, bassins, publics
FROM actions_touchees($departement, $famille, $financeur, $baisse, $bassin)
ORDER BY bascule DESC, manque_apres_eur DESC, titre
LIMIT $limite
