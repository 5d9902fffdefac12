-- Quels sont les axes d'un projet social ?
-- param sujet VARCHAR : identifiant du projet
-- returns rang INTEGER : son rang
-- returns intitule VARCHAR : l'axe ; vide si personne ne l'a relu
-- returns transversal BOOLEAN : transversal
SELECT DISTINCT rang, intitule, transversal FROM projets_axes WHERE projet_id = $sujet ORDER BY transversal, rang, intitule
