-- Quel est l'ordre du jour d'une séance ?
-- param seance VARCHAR : identifiant de la séance
-- returns rang INTEGER : place dans l'ordre du jour
-- returns genre VARCHAR : indicateur, question (une page) ou texte
-- returns code VARCHAR : identifiant de l'indicateur, ou adresse de la page
-- returns intitule VARCHAR : ce qui est dit de ce point ; vide si rien
WITH enregistres AS (
    SELECT seances_points.*, saisies.rang AS enregistrement FROM seances_points JOIN saisies USING (source)
    WHERE seance_id = $seance
)
SELECT rang, genre, code, intitule FROM enregistres
WHERE enregistrement = (SELECT max(enregistrement) FROM enregistres)
ORDER BY rang
