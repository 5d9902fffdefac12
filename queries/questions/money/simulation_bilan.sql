-- Si un financeur part, ou baisse d'une part, combien d'actions, de personnes et de communes sont touchées, par bassin ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param famille VARCHAR facultatif : famille de financeurs qui baisse
-- param financeur VARCHAR facultatif : financeur qui baisse
-- param baisse DOUBLE : part retirée, de 0 à 1 (1 : il part)
-- returns bassin VARCHAR : bassin de vie ; vide pour l'ensemble ; une action sur deux bassins compte dans chacun
-- returns n_touchees BIGINT : actions dont ce financeur porte une part
-- returns n_couvertes BIGINT : de ces actions, celles qui couvrent leur coût à leur dernier exercice connu, avant la baisse
-- returns perte_eur DOUBLE : ce qui leur serait retiré
-- returns n_bascules BIGINT : actions couvertes à leur dernier exercice connu, qui ne le seraient plus
-- returns manque_eur DOUBLE : ce qui manquerait à celles-ci
-- returns participants DOUBLE : leurs participants, là où ils sont connus, un intervalle pour sa borne basse ; vide si aucun ne l'est
-- returns participants_bas DOUBLE : au moins, d'après les bornes dites
-- returns participants_haut DOUBLE : au plus ; vide quand rien ne le dit
-- returns n_approches BIGINT : de ces nombres, ceux qui sont approchés
-- returns n_connus BIGINT : de ces actions, celles dont les participants sont connus
-- returns n_communes BIGINT : communes où elles ont lieu
WITH touchees AS (FROM actions_touchees($departement, $famille, $financeur, $baisse, $bassin)),
placees AS (
    SELECT *, NULL AS bassin, 0 AS rang FROM touchees
    UNION ALL
    SELECT lues.* EXCLUDE (code), coalesce(nom, 'Sans commune connue'), coalesce(zones.rang, 1000)
    FROM (
        SELECT *, unnest(CASE WHEN codes_bassins = [] THEN [NULL] ELSE codes_bassins END) AS code FROM touchees
    ) AS lues
    LEFT JOIN zones ON division = 'bassin' AND code_zone = code
),
communes_bascules AS (
    SELECT bassin, count(DISTINCT commune) AS n_communes
    FROM (SELECT bassin, unnest(communes) AS commune FROM placees WHERE bascule) GROUP BY ALL
)
SELECT placees.bassin, count(*) AS n_touchees, count(*) FILTER (manque_avant_eur = 0) AS n_couvertes, sum(perte_eur) AS perte_eur, count(*) FILTER (bascule) AS n_bascules,
       coalesce(sum(manque_apres_eur) FILTER (bascule), 0) AS manque_eur, sum(participants) FILTER (bascule) AS participants,
       sum(participants_bas) FILTER (bascule) AS participants_bas,
       somme_au_plus(participants_haut, bascule AND participants IS NOT NULL) AS participants_haut,
       count(*) FILTER (bascule AND approche) AS n_approches, count(participants) FILTER (bascule) AS n_connus, coalesce(any_value(n_communes), 0) AS n_communes
FROM placees LEFT JOIN communes_bascules ON communes_bascules.bassin IS NOT DISTINCT FROM placees.bassin
GROUP BY placees.bassin
ORDER BY any_value(rang), placees.bassin
