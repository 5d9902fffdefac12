-- Quelles actions d'une même structure reprennent le titre de celles-ci, après elles ?
-- param actions VARCHAR[] : identifiants des actions
-- returns action_id VARCHAR : identifiant
-- returns suite_id VARCHAR : identifiant de l'action qui vient après
-- returns suite_titre VARCHAR : titre de l'action qui vient après
-- returns suite_debut DATE : début de l'action qui vient après
-- returns suite_debut_precision VARCHAR : précision de ce début
SELECT avant.action_id, apres.action_id AS suite_id, apres.titre AS suite_titre, apres.date_debut AS suite_debut,
       apres.date_debut_precision AS suite_debut_precision
FROM actions_listees AS avant
JOIN actions_listees AS apres
    ON apres.structure_id = avant.structure_id AND apres.date_debut > avant.date_debut AND plie(apres.titre) = plie(avant.titre)
WHERE list_contains($actions, avant.action_id)
QUALIFY row_number() OVER (PARTITION BY avant.numero ORDER BY apres.date_debut, apres.numero) = 1
ORDER BY avant.numero
