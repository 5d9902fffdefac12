-- Que disent les textes libres d'une fiche, rubrique par rubrique ?
-- param action VARCHAR : identifiant de l'action
-- returns rubrique VARCHAR : rubrique
-- returns rang INTEGER : ordre
-- returns texte VARCHAR : texte, tel qu'écrit
-- returns ligne INTEGER : ligne où il commence
SELECT rubrique, rang, texte, ligne FROM actions_textes WHERE action_id = $action ORDER BY ligne NULLS LAST, rubrique, rang
