-- Un code département doit exister.
-- gravite bloquant
WITH cites AS (
    SELECT fichier, ligne, code_departement FROM arrivee.structures
    UNION ALL SELECT fichier, ligne, code_departement FROM arrivee.actions
    UNION ALL SELECT fichier, ligne, code_departement FROM arrivee.actions_lieux
    UNION ALL SELECT fichier, ligne, code_departement FROM arrivee.instances
    UNION ALL SELECT fichier, ligne, code_departement FROM arrivee.evenements
    UNION ALL SELECT fichier, ligne, code_departement FROM arrivee.evenements_departements
    UNION ALL SELECT fichier, ligne, code_departement FROM arrivee.enveloppes
    UNION ALL SELECT fichier, ligne, code_departement FROM arrivee.cibles
)
SELECT fichier, ligne, 'code_departement' AS colonne, code_departement AS valeur,
       'département inconnu ; un tableur a-t-il supprimé le zéro initial (03 et non 3) ?' AS raison
FROM cites ANTI JOIN tout.departements USING (code_departement)
WHERE code_departement IS NOT NULL
ORDER BY fichier, ligne
