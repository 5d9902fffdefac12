-- Un code commune doit être celui d'une commune d'aujourd'hui.
-- gravite bloquant
WITH cites AS (
    SELECT fichier, ligne, code_commune FROM arrivee.structures
    UNION ALL SELECT fichier, ligne, code_commune FROM arrivee.actions_lieux
    UNION ALL SELECT fichier, ligne, code_commune FROM arrivee.projets_territoires
    UNION ALL SELECT fichier, ligne, code_commune FROM arrivee.instances
    UNION ALL SELECT fichier, ligne, code_commune FROM arrivee.seances
    UNION ALL SELECT fichier, ligne, code_commune FROM arrivee.evenements
    UNION ALL SELECT fichier, ligne, code_commune FROM arrivee.contexte_communes
)
SELECT fichier, ligne, 'code_commune' AS colonne, code_commune AS valeur,
       coalesce('ce code n''existe plus : la commune est devenue ' || anciennes.code_commune || ' (COG ' || cog_annee || ')',
                'commune inconnue du code officiel géographique ; un tableur a-t-il supprimé le zéro initial ?') AS raison
FROM cites
ANTI JOIN tout.communes USING (code_commune)
LEFT JOIN tout.communes_anciennes AS anciennes ON anciennes.ancien_code = cites.code_commune
WHERE cites.code_commune IS NOT NULL
ORDER BY fichier, ligne
