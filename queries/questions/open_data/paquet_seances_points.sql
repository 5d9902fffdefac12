-- Quel est l'ordre du jour des séances ?
-- param departement VARCHAR facultatif : code du département
-- returns seance_id VARCHAR : identifiant de la séance
-- returns rang INTEGER : place dans l'ordre du jour
-- returns genre VARCHAR : indicateur, question (une page de l'observatoire) ou texte
-- returns code VARCHAR : identifiant de l'indicateur, ou adresse de la page
-- returns intitule VARCHAR : intitulé du point
-- returns source VARCHAR : chargement (table sources)
WITH enregistres AS (
    SELECT points.*, saisies.rang AS enregistrement FROM seances_points AS points JOIN saisies USING (source)
)
SELECT seance_id, rang, genre, code, intitule, source
FROM enregistres
WHERE ($departement IS NULL OR seance_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, NULL, NULL, NULL) WHERE sujet_type = 'seance'))
QUALIFY enregistrement = max(enregistrement) OVER (PARTITION BY seance_id)
ORDER BY seance_id, rang
