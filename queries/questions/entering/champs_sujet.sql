-- Que dit une fiche, champ par champ : déclaré, actuel, et qui l'a corrigé ?
-- param sujet_type VARCHAR : action, evenement, seance ou structure
-- param sujet VARCHAR : identifiant
-- returns champ VARCHAR : champ de la fiche
-- returns declarees VARCHAR[] : valeurs déclarées ; vide : inconnu
-- returns actuelles VARCHAR[] : valeurs qui comptent ; vide : inconnu
-- returns corrige BOOLEAN : une saisie le dit à la place de ce qui est déclaré
-- returns fonction VARCHAR : fonction de qui l'a corrigé en dernier
-- returns motif VARCHAR : pourquoi
-- returns source VARCHAR : sa saisie
-- returns saisie_le TIMESTAMP : quand
SELECT champ, coalesce(declarees, valeurs) AS declarees, valeurs AS actuelles, source IS NOT NULL AS corrige, fonction, motif,
       source, saisie_le
FROM champs_dits LEFT JOIN valeurs_declarees USING (sujet_type, sujet_id, champ)
WHERE sujet_type = $sujet_type AND sujet_id = $sujet
ORDER BY champ
