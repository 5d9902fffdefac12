-- Combien sont venus à chaque édition d'une série d'événements, et comment l'a-t-on compté ?
-- param sujet VARCHAR : identifiant d'un événement de la série
-- returns evenement_id VARCHAR : identifiant de l'édition
-- returns nom VARCHAR : son nom
-- returns edition INTEGER : son numéro ; vide si inconnu
-- returns tenu_le DATE : sa date ; vide si inconnue
-- returns jour_precision VARCHAR : jour, mois, annee ou inconnue
-- returns grandeur VARCHAR : ce qui est compté ; vide si rien ne l'est
-- returns annee INTEGER : année du compte
-- returns valeur DOUBLE : valeur écrite ; vide si inconnue ou secrète
-- returns borne_basse DOUBLE : au moins
-- returns borne_haute DOUBLE : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns methode VARCHAR : comment on a compté ; vide si non dit
-- returns secret BOOLEAN : masqué par le secret statistique
WITH serie_dite AS (SELECT serie, departement FROM evenements_listes WHERE evenement_id = $sujet),
editions AS (SELECT evenement_id, nom, edition, tenu_le, precision FROM evenements_listes JOIN serie_dite USING (serie, departement))
SELECT DISTINCT evenement_id, nom, edition, tenu_le, editions.precision AS jour_precision, grandeur, annee, valeur, borne_basse,
       borne_haute, dits.precision, methode, coalesce(secret, false) AS secret
FROM editions LEFT JOIN (
    FROM mesures_publiees WHERE sujet_type = 'evenement' AND etat = 'validee'
      AND grandeur NOT IN ('questionnaires_envoyes', 'repondants', 'satisfaits')
) AS dits ON dits.sujet_id = evenement_id
ORDER BY tenu_le NULLS LAST, edition NULLS LAST, nom, evenement_id, grandeur, annee, valeur NULLS LAST, borne_basse
