-- Un code de bassin doit être celui d'un bassin de vie connu.
-- gravite bloquant
WITH cites AS (
    SELECT fichier, ligne, code_zone FROM arrivee.instances
    UNION ALL SELECT fichier, ligne, code_zone FROM arrivee.evenements
    UNION ALL SELECT fichier, ligne, code_zone FROM arrivee.presences
    UNION ALL SELECT fichier, ligne, code_zone FROM arrivee.enveloppes
    UNION ALL SELECT fichier, ligne, code_zone FROM arrivee.cibles
)
SELECT fichier, ligne, 'code_zone' AS colonne, code_zone AS valeur,
       'bassin de vie inconnu : voyez geo/bassins, ou corrigez le code' AS raison
FROM cites ANTI JOIN (SELECT code_zone FROM tout.zones WHERE division = 'bassin') AS bassins USING (code_zone)
WHERE code_zone IS NOT NULL
ORDER BY fichier, ligne
