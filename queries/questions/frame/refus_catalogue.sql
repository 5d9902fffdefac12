-- Quels fichiers du catalogue n'ont pas pu être lus, et pourquoi ?
-- returns fichier VARCHAR : nom du fichier
-- returns raison VARCHAR : ce qui empêche de le lire
SELECT fichier, raison FROM refus_catalogue ORDER BY fichier
