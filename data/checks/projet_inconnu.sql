-- Les axes, structures et territoires d'un projet social doivent désigner un projet connu.
-- gravite bloquant
WITH cites AS (
    SELECT fichier, ligne, projet_id FROM arrivee.projets_axes
    UNION ALL SELECT fichier, ligne, projet_id FROM arrivee.projets_structures
    UNION ALL SELECT fichier, ligne, projet_id FROM arrivee.projets_territoires
)
SELECT fichier, ligne, 'projet_id' AS colonne, projet_id AS valeur,
       'aucun projet social ne porte cet identifiant : ajoutez-le, ou corrigez l''identifiant' AS raison
FROM cites ANTI JOIN tout.projets_sociaux USING (projet_id)
ORDER BY fichier, ligne
