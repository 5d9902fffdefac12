-- On ne devrait pas compter plus de satisfaits que de répondants, ni plus de répondants que de questionnaires.
-- gravite avertissement
WITH comptes AS (
    SELECT sujet_type, sujet_id, annee, min(fichier) AS fichier, min(ligne) AS ligne,
           max(valeur) FILTER (grandeur = 'questionnaires_envoyes') AS envoyes,
           max(valeur) FILTER (grandeur = 'repondants') AS repondants,
           max(valeur) FILTER (grandeur = 'satisfaits') AS satisfaits
    FROM arrivee.mesures GROUP BY ALL
)
SELECT fichier, ligne, 'valeur' AS colonne, sujet_id AS valeur,
       CASE WHEN satisfaits > repondants THEN satisfaits::INTEGER || ' satisfaits pour ' || repondants::INTEGER || ' répondants'
            ELSE repondants::INTEGER || ' répondants pour ' || envoyes::INTEGER || ' questionnaires' END AS raison
FROM comptes WHERE satisfaits > repondants OR repondants > envoyes
ORDER BY fichier, ligne
