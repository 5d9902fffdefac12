-- Qu'est-ce que cette édition d'un événement, et qui y était représenté ?
-- param sujet VARCHAR : identifiant de l'événement
-- returns evenement_id VARCHAR : identifiant
-- returns serie VARCHAR : série d'éditions
-- returns nom VARCHAR : nom
-- returns edition INTEGER : numéro d'édition ; vide si inconnu
-- returns tenu_le DATE : date ; vide si inconnue
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns organisateur VARCHAR : organisateur
-- returns departement VARCHAR : code du département
-- returns code_commune VARCHAR : commune ; vide si inconnue
-- returns commune VARCHAR : son nom
-- returns theme VARCHAR : thème
-- returns representes VARCHAR[] : noms des autres départements représentés
-- returns sources VARCHAR[] : chargements qui en parlent
SELECT evenement_id, serie, nom, edition, tenu_le, precision, organisateur, departement, code_commune, commune, theme,
       (SELECT coalesce(list(DISTINCT departements.nom ORDER BY departements.nom), []) FROM evenements_departements
        JOIN departements USING (code_departement) WHERE evenements_departements.evenement_id = $sujet) AS representes,
       (SELECT list(DISTINCT source ORDER BY source) FROM evenements WHERE evenements.evenement_id = $sujet) AS sources
FROM evenements_listes WHERE evenement_id = $sujet
