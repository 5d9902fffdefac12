-- Quelles autres actions partagent le plus de mots clés avec celle-ci ?
-- param action VARCHAR : identifiant de l'action
-- param limite INTEGER : nombre d'actions au plus
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns departement VARCHAR : code du département
-- returns communs VARCHAR[] : mots clés partagés
WITH moi AS (SELECT numero, mots_cles FROM actions_listees WHERE action_id = $action),
-- Each rank holds an action at least, and one of them may be this one.
proches AS (
    SELECT jeu, n_mots, len(list_intersect(jeux_mots.mots_cles, moi.mots_cles)) AS n
    FROM jeux_mots JOIN moi ON list_has_any(jeux_mots.mots_cles, moi.mots_cles)
    QUALIFY dense_rank() OVER (ORDER BY n DESC, n_mots) <= $limite + 1
),
semblables AS (
    SELECT jeux_actions.numero, n, n_mots FROM jeux_actions JOIN proches USING (jeu), moi
    WHERE jeux_actions.numero <> moi.numero
    ORDER BY n DESC, n_mots, jeux_actions.numero LIMIT $limite
)
SELECT action_id, titre, departement,
       list_filter((SELECT mots_cles FROM moi), lambda mot : list_contains(mots_cles, mot)) AS communs
FROM semblables JOIN actions_listees USING (numero)
ORDER BY n DESC, n_mots, numero
