-- Quelles autres actions partagent le plus de mots clés avec celle-ci ?
-- param action VARCHAR : identifiant de l'action
-- param limite INTEGER : nombre d'actions au plus
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns departement VARCHAR : code du département
-- returns communs VARCHAR[] : mots clés partagés
WITH moi AS (SELECT numero, unnest(mots_cles) AS mot_cle FROM actions_listees WHERE action_id = $action),
semblables AS (
    SELECT mots_actions.numero, count(*) AS n, any_value(n_mots) AS n_mots
    FROM mots_actions JOIN moi USING (mot_cle)
    WHERE mots_actions.numero <> moi.numero
    GROUP BY mots_actions.numero ORDER BY n DESC, n_mots, mots_actions.numero LIMIT $limite
)
SELECT action_id, titre, departement,
       list_filter((SELECT mots_cles FROM actions_listees WHERE action_id = $action),
                   lambda mot : list_contains(mots_cles, mot)) AS communs
FROM semblables JOIN actions_listees USING (numero)
ORDER BY n DESC, n_mots, numero
