-- Une séance doit désigner une instance connue ; une présence ou une décision, une séance connue.
-- gravite bloquant
SELECT fichier, ligne, 'instance_id' AS colonne, instance_id AS valeur,
       'aucune instance ne porte cet identifiant : ajoutez-la, ou corrigez l''identifiant' AS raison
FROM arrivee.seances ANTI JOIN tout.instances USING (instance_id)
UNION ALL
SELECT fichier, ligne, 'seance_id', seance_id,
       'aucune séance ne porte cet identifiant : ajoutez-la, ou corrigez l''identifiant'
FROM (
    SELECT fichier, ligne, seance_id FROM arrivee.presences
    UNION ALL SELECT fichier, ligne, seance_id FROM arrivee.seances_documents
    UNION ALL SELECT fichier, ligne, seance_id FROM arrivee.decisions WHERE seance_id IS NOT NULL
) ANTI JOIN tout.seances USING (seance_id)
ORDER BY fichier, ligne
