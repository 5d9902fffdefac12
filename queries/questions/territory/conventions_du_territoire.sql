-- Quelles conventions d'un territoire finissent dans les douze mois qui suivent le jour d'observation ?
-- param niveau VARCHAR : commune, epci ou bassin
-- param territoire VARCHAR : code
-- param limite INTEGER facultatif : nombre de conventions, les premières à finir
-- returns sujet_type VARCHAR : action, événement, structure ou projet
-- returns sujet_id VARCHAR : son identifiant
-- returns titre VARCHAR : son titre
-- returns financeur VARCHAR : financeur
-- returns convention_fin DATE : fin de la convention
-- returns accorde_eur DOUBLE : accordé à tout le sujet, en euros ; vide si inconnu
-- returns part DOUBLE : part de ce montant dans les subventions accordées de l'exercice, de 0 à 1 ; vide si inconnue
-- returns n_conventions BIGINT : conventions en tout
SELECT sujet_type, sujet_id, titre, financeur, convention_fin, accorde_eur, part, count(*) OVER () AS n_conventions
FROM conventions_a_venir
WHERE (sujet_type, sujet_id) IN (
    SELECT (sujet_type, sujet_id) FROM sujets_territoires WHERE niveau = $niveau AND territoire = $territoire
)
ORDER BY convention_fin, accorde_eur DESC NULLS LAST, titre, financeur
LIMIT $limite
