-- Quelles communes forment ce territoire, et combien d'actions y sont en cours ?
-- param niveau VARCHAR : epci ou bassin
-- param territoire VARCHAR : code
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns population INTEGER : population municipale la plus récente, vide si inconnue
-- returns n_en_cours BIGINT : actions en cours le jour d'observation qui y ont lieu
-- returns n_actions BIGINT : actions enregistrées qui y ont lieu
WITH membres AS (SELECT code_commune FROM divisions_communes WHERE division = $niveau AND code_zone = $territoire),
comptes AS (
    SELECT territoire AS code_commune, count(DISTINCT sujet_id) AS n_actions,
           count(DISTINCT sujet_id) FILTER (etat = 'en_cours') AS n_en_cours
    FROM sujets_territoires JOIN actions_etats ON action_id = sujet_id
    WHERE niveau = 'commune' AND sujet_type = 'action' AND territoire IN (FROM membres)
    GROUP BY territoire
)
SELECT code_commune, nom, population, coalesce(n_en_cours, 0) AS n_en_cours, coalesce(n_actions, 0) AS n_actions
FROM membres JOIN communes USING (code_commune) LEFT JOIN dernieres_populations USING (code_commune)
LEFT JOIN comptes USING (code_commune)
ORDER BY population DESC NULLS LAST, nom
