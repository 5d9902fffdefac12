-- Un financeur devrait figurer dans la table des financeurs, sans quoi il n'entre dans aucune famille.
-- gravite avertissement
WITH cites AS (
    SELECT fichier, ligne, financeur FROM arrivee.financements
    UNION ALL SELECT fichier, ligne, financeur FROM arrivee.montants
    UNION ALL SELECT fichier, ligne, financeur FROM arrivee.lignes_budget
),
connus AS (
    SELECT libelle FROM tout.financeurs_libelles UNION SELECT financeur_id FROM tout.financeurs
)
SELECT fichier, ligne, 'financeur' AS colonne, financeur AS valeur,
       'financeur gardé tel quel, sans famille : ajoutez son libellé à data/codes/financeurs.csv' AS raison
FROM cites ANTI JOIN connus ON libelle = lower(strip_accents(replace(trim(financeur), '’', '''')))
WHERE financeur IS NOT NULL
ORDER BY fichier, ligne
