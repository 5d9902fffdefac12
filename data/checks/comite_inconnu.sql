-- Ce qu'un comité décide parle d'une séance, d'une décision, d'une action et d'un territoire connus.
-- gravite bloquant
WITH connus AS (
    SELECT 'seance' AS genre, seance_id AS code FROM tout.seances
    UNION SELECT 'decision', decision_id FROM tout.decisions
    UNION SELECT 'action', action_id FROM tout.actions
    UNION SELECT 'commune', code_commune FROM tout.communes
    UNION SELECT 'departement', code_departement FROM tout.departements
    UNION SELECT division, code_zone FROM tout.zones WHERE division IN ('bassin', 'epci')
),
cites AS (
    SELECT genre, code FROM arrivee.decisions_liens WHERE genre <> 'indicateur'
    UNION SELECT 'decision', decision_id FROM arrivee.decisions_liens
    UNION SELECT 'decision', decision_id FROM arrivee.decisions_etats
    UNION SELECT 'seance', seance_id FROM arrivee.decisions_etats WHERE seance_id IS NOT NULL
    UNION SELECT 'seance', seance_id FROM arrivee.cibles_seances
    UNION SELECT 'seance', seance_id FROM arrivee.seances_points
    UNION SELECT 'seance', seance_id FROM arrivee.clotures
    UNION SELECT 'departement', code_departement FROM arrivee.annotations WHERE code_departement IS NOT NULL
    UNION SELECT 'bassin', code_zone FROM arrivee.annotations WHERE code_zone IS NOT NULL
)
SELECT NULL AS fichier, NULL AS ligne, genre AS colonne, code AS valeur,
       'rien de connu ne porte cet identifiant : sa source a pu être annulée' AS raison
FROM cites ANTI JOIN connus USING (genre, code)
ORDER BY colonne, valeur
