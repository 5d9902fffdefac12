-- Quelles actions perdraient une aide si un financeur partait, ou baissait d'une part, et lesquelles passeraient sous leur coût ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param famille VARCHAR facultatif : famille de financeurs qui baisse
-- param financeur VARCHAR facultatif : financeur qui baisse
-- param baisse DOUBLE : part retirée, de 0 à 1 (1 : il part)
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : toujours action
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns structure VARCHAR : structure
-- returns exercice INTEGER : dernier exercice dont le coût et l'accordé sont connus
-- returns cout_eur DOUBLE : coût
-- returns ressources_eur DOUBLE : subventions accordées et ressources propres
-- returns perte_eur DOUBLE : ce qui serait retiré
-- returns manque_apres_eur DOUBLE : coût moins ressources, après la baisse (zéro si elles suffisent)
-- returns bascule BOOLEAN : couverte à cet exercice, elle ne le serait plus
-- returns n_bascules BIGINT : lignes, en tout, qui basculent
-- returns chargements VARCHAR[] : chargements dont viennent les aides de toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH touchees AS (FROM actions_touchees($departement, $famille, $financeur, $baisse, $bassin)),
dites AS (
    SELECT DISTINCT source FROM financements_lus JOIN touchees ON sujet_id = action_id AND annee = touchees.exercice
    WHERE sujet_type = 'action' AND subvention AND financements_lus.accorde_eur IS NOT NULL
)
SELECT 'action' AS sujet_type, action_id AS sujet_id, titre, structure, exercice, cout_eur::DOUBLE AS cout_eur,
       ressources_eur::DOUBLE AS ressources_eur, perte_eur::DOUBLE AS perte_eur, manque_apres_eur::DOUBLE AS manque_apres_eur, bascule,
       count(*) FILTER (bascule) OVER () AS n_bascules, (SELECT list(source ORDER BY source) FROM dites) AS chargements,
       count(*) OVER () AS n_lignes
FROM touchees
ORDER BY bascule DESC, manque_apres_eur DESC, titre, action_id
LIMIT $limite
