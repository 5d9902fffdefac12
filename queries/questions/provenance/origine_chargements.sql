-- Par quelle écriture chaque source est-elle entrée, et de qui ?
-- returns source VARCHAR : chargement
-- returns ecriture_id VARCHAR : marque de la transaction qui l'a chargé
-- returns auteur VARCHAR : qui l'a écrit
-- returns role VARCHAR : dans quel rôle
-- returns geste VARCHAR : creation, chargement, remplacement ou saisie
-- returns ecrite_le TIMESTAMP : quand (UTC)
-- returns fonction VARCHAR : fonction de qui a saisi
SELECT source, ecriture_id, auteur, role, geste, ecrite_le, fonction
FROM ecritures LEFT JOIN (SELECT source, fonction FROM saisies) USING (source)
WHERE source IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY source ORDER BY ecrite_le, ecriture_id) = 1
ORDER BY source
