-- Une quantité, un montant, un budget ou un financement doit parler de quelque chose de connu.
-- gravite bloquant
WITH cites AS (
    SELECT fichier, ligne, sujet_type, sujet_id FROM arrivee.mesures
    UNION ALL SELECT fichier, ligne, sujet_type, sujet_id FROM arrivee.montants
    UNION ALL SELECT fichier, ligne, sujet_type, sujet_id FROM arrivee.budgets
    UNION ALL SELECT fichier, ligne, sujet_type, sujet_id FROM arrivee.constats
    UNION ALL SELECT fichier, ligne, sujet_type, sujet_id FROM arrivee.financements
    UNION ALL SELECT fichier, ligne, 'evenement', evenement_id FROM arrivee.evenements_departements
    UNION ALL SELECT fichier, ligne, sujet_type, sujet_id FROM arrivee.decisions WHERE sujet_type IS NOT NULL
),
connus AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id FROM tout.actions
    UNION ALL SELECT 'evenement', evenement_id FROM tout.evenements
    UNION ALL SELECT 'seance', seance_id FROM tout.seances
    UNION ALL SELECT 'instance', instance_id FROM tout.instances
    UNION ALL SELECT 'structure', structure_id FROM tout.structures
    UNION ALL SELECT 'projet', projet_id FROM tout.projets_sociaux
)
SELECT fichier, ligne, 'sujet_id' AS colonne, sujet_type || ' ' || sujet_id AS valeur,
       'rien de connu ne porte cet identifiant : ajoutez le sujet, ou corrigez l''identifiant' AS raison
FROM cites ANTI JOIN connus USING (sujet_type, sujet_id)
ORDER BY fichier, ligne
