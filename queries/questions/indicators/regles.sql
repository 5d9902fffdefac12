-- Quels seuils règlent l'affichage et le progrès des indicateurs ?
-- returns couverture_min DOUBLE : couverture minimale, en %
-- returns couverture_min_montants DOUBLE : couverture minimale des montants, en %
-- returns proportion_n_min BIGINT : effectif minimal d'un pourcentage
-- returns montants_actions_min BIGINT : nombre minimal d'actions d'un montant
-- returns tendance_annees_min BIGINT : nombre minimal d'années d'une tendance
-- returns reference_annees BIGINT : nombre d'années de référence, et d'années récentes
-- returns changement_plausible DOUBLE : changement qu'on peut espérer : points d'un pourcentage, sinon % de la référence
-- returns part_prioritaire DOUBLE : part (%) des fausses alertes réservée aux indicateurs prioritaires
SELECT couverture_min, couverture_min_montants, proportion_n_min, montants_actions_min, tendance_annees_min, reference_annees,
       changement_plausible, part_prioritaire
FROM regles
