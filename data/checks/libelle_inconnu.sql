-- Un statut, une dimension, une portée, un public, une initiative ou un mot clé devrait être un libellé déjà vu.
-- gravite avertissement
WITH cites AS (
    SELECT fichier, ligne, 'statut' AS liste, statut AS libelle FROM arrivee.actions
    UNION ALL SELECT fichier, ligne, 'dimension', dimension FROM arrivee.actions
    UNION ALL SELECT fichier, ligne, 'portee', portee FROM arrivee.actions
    UNION ALL SELECT fichier, ligne, 'public', public FROM arrivee.actions_publics
    UNION ALL SELECT fichier, ligne, 'initiateur', initiateur FROM arrivee.actions_initiateurs
    UNION ALL SELECT fichier, ligne, 'mot_cle', mot_cle FROM arrivee.actions_mots_cles
)
SELECT fichier, ligne, liste AS colonne, libelle AS valeur,
       'libellé nouveau, gardé tel quel ; s''il est courant, demandez à qui administre l''observatoire de l''ajouter aux '
       || 'libellés connus (data/codes/libelles.csv)' AS raison
FROM cites ANTI JOIN tout.libelles USING (liste, libelle)
WHERE libelle IS NOT NULL
ORDER BY fichier, ligne
