-- Ce qui parle d'une action doit parler d'une action connue.
-- gravite bloquant
WITH cites AS (
    SELECT fichier, ligne, action_id FROM arrivee.actions_lieux
    UNION ALL SELECT fichier, ligne, action_id FROM arrivee.actions_mots_cles
    UNION ALL SELECT fichier, ligne, action_id FROM arrivee.actions_publics
    UNION ALL SELECT fichier, ligne, action_id FROM arrivee.actions_initiateurs
    UNION ALL SELECT fichier, ligne, action_id FROM arrivee.actions_partenaires
    UNION ALL SELECT fichier, ligne, action_id FROM arrivee.actions_textes
)
SELECT fichier, ligne, 'action_id' AS colonne, action_id AS valeur,
       'aucune action ne porte cet identifiant : ajoutez l''action, ou corrigez l''identifiant' AS raison
FROM cites ANTI JOIN tout.actions USING (action_id)
ORDER BY fichier, ligne
