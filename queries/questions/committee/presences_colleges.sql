-- Combien de personnes chaque collège comptait-il à une séance, bassins réunis ?
-- param sujet VARCHAR : identifiant de la séance
-- returns college VARCHAR : elus, institutions, associations, structures, habitants ou ensemble
-- returns convoques DOUBLE : personnes invitées ; vide si inconnu ou secret
-- returns presents DOUBLE : personnes venues ; vide si inconnu ou secret
-- returns convoques_secret BOOLEAN : les invités sont masqués par le secret statistique
-- returns presents_secret BOOLEAN : les présents sont masqués par le secret statistique
-- returns precision VARCHAR : exacte quand chaque ligne l'est ; minimum quand l'une dit « au moins » ; approchee sinon
SELECT college,
       any_value(valeur) FILTER (grandeur = 'convoques') AS convoques, any_value(valeur) FILTER (grandeur = 'presents') AS presents,
       coalesce(bool_or(secret) FILTER (grandeur = 'convoques'), false) AS convoques_secret,
       coalesce(bool_or(secret) FILTER (grandeur = 'presents'), false) AS presents_secret,
       any_value(precisions.precision) AS precision
FROM effectifs_colleges JOIN (
    SELECT college, CASE WHEN bool_and(precision IN ('exacte', 'calculee')) THEN 'exacte'
                         WHEN bool_and(precision IN ('exacte', 'calculee', 'minimum')) THEN 'minimum' ELSE 'approchee' END AS precision
    FROM presences_publiees WHERE seance_id = $sujet GROUP BY college
) AS precisions USING (college)
WHERE seance_id = $sujet
GROUP BY college
ORDER BY list_position(['elus', 'institutions', 'associations', 'structures', 'habitants', 'ensemble'], college)
