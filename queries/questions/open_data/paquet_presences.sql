-- Qui vient aux séances, par collège et par bassin ?
-- param departement VARCHAR facultatif : code du département
-- returns seance_id VARCHAR : identifiant de la séance
-- returns college VARCHAR : collège
-- returns code_zone VARCHAR : bassin ou zone, code
-- returns convoques INTEGER : convoqués
-- returns presents INTEGER : présents
-- returns precision VARCHAR : précision
-- returns secret BOOLEAN : nombre de personnes masqué par le secret statistique
-- returns texte_source VARCHAR : mots d'où vient le fait
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT seance_id, college, code_zone, convoques, presents, precision, secret, texte_source, source, fichier, ligne
FROM presences_publiees
WHERE ($departement IS NULL OR seance_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'seance'))
ORDER BY seance_id, college, code_zone, source
