-- Une commune et un département donnés ensemble devraient s'accorder.
-- gravite avertissement
WITH cites AS (
    SELECT fichier, ligne, code_commune, code_departement FROM arrivee.structures
    UNION ALL SELECT fichier, ligne, code_commune, code_departement FROM arrivee.actions_lieux
    UNION ALL SELECT fichier, ligne, code_commune, code_departement FROM arrivee.instances
    UNION ALL SELECT fichier, ligne, code_commune, code_departement FROM arrivee.evenements
)
SELECT fichier, ligne, 'code_commune' AS colonne, cites.code_commune AS valeur,
       'la commune ' || communes.nom || ' est du département ' || communes.code_departement || ' et non '
           || cites.code_departement AS raison
FROM cites JOIN tout.communes USING (code_commune)
WHERE communes.code_departement <> cites.code_departement
ORDER BY fichier, ligne
