-- On ne devrait pas compter plus de présents que de convoqués.
-- gravite avertissement
SELECT fichier, ligne, 'presents' AS colonne, presents::VARCHAR AS valeur,
       presents || ' présents pour ' || convoques || ' convoqués (collège ' || college || ')' AS raison
FROM arrivee.presences WHERE presents > convoques
ORDER BY fichier, ligne
