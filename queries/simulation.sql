-- Si un financeur part, ou baisse d'une part, quelles actions passent sous leur coût, et combien de personnes y participent ?
-- param departement VARCHAR : code du département
-- param famille VARCHAR facultatif : famille de financeurs qui baisse
-- param financeur VARCHAR facultatif : financeur qui baisse
-- param baisse DOUBLE : part retirée, de 0 à 1 (1 : il part)
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns structure VARCHAR : structure
-- returns exercice INTEGER : dernier exercice dont le coût et l'accordé sont connus
-- returns cout_eur DOUBLE : coût
-- returns ressources_eur DOUBLE : subventions accordées et ressources propres
-- returns perte_eur DOUBLE : ce qui serait retiré
-- returns manque_avant_eur DOUBLE : coût moins ressources, aujourd'hui (zéro si elles suffisent)
-- returns manque_apres_eur DOUBLE : le même, après la baisse
-- returns bascule BOOLEAN : couverte aujourd'hui, elle ne le serait plus
-- returns participants DOUBLE : participants distincts de la dernière année publiée ; vide si inconnus ou secrets
-- returns communes VARCHAR[] : communes où l'action a lieu
-- returns bassins VARCHAR[] : bassins où l'action a lieu
-- returns publics VARCHAR[] : publics déclarés
WITH pertes AS (
    SELECT action_id, sum(accorde_eur) * $baisse AS perte_eur FROM appuis
    WHERE ($famille IS NULL OR famille = $famille) AND ($financeur IS NULL OR financeur = $financeur)
      AND ($famille IS NOT NULL OR $financeur IS NOT NULL)
    GROUP BY ALL
),
lieux AS (
    SELECT action_id, list(DISTINCT communes.nom ORDER BY communes.nom) AS communes,
           list(DISTINCT zones.nom ORDER BY zones.nom) FILTER (zones.nom IS NOT NULL) AS bassins
    FROM appuis_lieux LEFT JOIN communes USING (code_commune)
    LEFT JOIN zones ON division = 'bassin' AND code_zone = code_bassin
    GROUP BY ALL
),
publics_dits AS (SELECT action_id, list(public ORDER BY public) AS publics FROM actions_publics GROUP BY ALL),
avant_apres AS (
    SELECT appuis_actions.*, perte_eur, subventions_eur + coalesce(propres_eur, 0) AS ressources_eur
    FROM appuis_actions JOIN pertes USING (action_id)
    WHERE code_departement = $departement AND perte_eur > 0
)
SELECT action_id, titre, structure, exercice, cout_eur, ressources_eur, perte_eur,
       greatest(cout_eur - ressources_eur, 0) AS manque_avant_eur, greatest(cout_eur - ressources_eur + perte_eur, 0) AS manque_apres_eur,
       cout_eur <= ressources_eur AND cout_eur > ressources_eur - perte_eur AS bascule, participants,
       coalesce(lieux.communes, []) AS communes, coalesce(lieux.bassins, []) AS bassins, coalesce(publics, []) AS publics
FROM avant_apres LEFT JOIN lieux USING (action_id) LEFT JOIN publics_dits USING (action_id)
ORDER BY bascule DESC, manque_apres_eur DESC, titre
