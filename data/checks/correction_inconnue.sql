-- Une correction doit parler d'un sujet connu, d'une commune d'aujourd'hui et d'un bassin connu.
-- gravite bloquant
WITH connus AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id FROM tout.actions
    UNION SELECT 'evenement', evenement_id FROM tout.evenements
    UNION SELECT 'seance', seance_id FROM tout.seances
    UNION SELECT 'structure', structure_id FROM tout.structures
)
SELECT NULL AS fichier, NULL AS ligne, 'sujet_id' AS colonne, sujet_type || ' ' || sujet_id AS valeur,
       'rien de connu ne porte cet identifiant' AS raison
FROM arrivee.corrections ANTI JOIN connus USING (sujet_type, sujet_id)
UNION ALL
SELECT NULL, NULL, champ, valeur, 'commune inconnue du code officiel géographique' FROM arrivee.corrections
WHERE champ = 'code_commune' AND valeur IS NOT NULL AND valeur NOT IN (SELECT code_commune FROM tout.communes)
UNION ALL
SELECT NULL, NULL, champ, valeur, 'bassin de vie inconnu' FROM arrivee.corrections
WHERE champ = 'code_zone' AND valeur IS NOT NULL AND valeur NOT IN (SELECT code_zone FROM tout.zones WHERE division = 'bassin')
ORDER BY valeur
