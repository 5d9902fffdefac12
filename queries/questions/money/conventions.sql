-- Quelles conventions finissent dans les douze mois qui suivent le jour d'observation ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param horizon INTEGER facultatif : celles qui finissent dans ce nombre de mois : 3, 6 ou 12
-- param limite INTEGER facultatif : nombre de conventions, les premières à finir
-- returns sujet_type VARCHAR : action, événement, structure ou projet
-- returns sujet_id VARCHAR : son identifiant
-- returns titre VARCHAR : son titre
-- returns structure VARCHAR : structure
-- returns financeur VARCHAR : financeur
-- returns famille VARCHAR : sa famille ; vide si aucune table ne la donne
-- returns dispositif VARCHAR : dispositif
-- returns exercice INTEGER : exercice de l'aide
-- returns convention_fin DATE : fin de la convention
-- returns mois INTEGER : finit dans les 3, 6 ou 12 mois
-- returns accorde_eur DOUBLE : accordé, en euros ; vide si inconnu
-- returns part DOUBLE : part de ce montant dans les subventions accordées de l'exercice, de 0 à 1 ; vide si inconnue
-- returns jour DATE : jour d'observation
SELECT sujet_type, sujet_id, titre, structure, financeur, famille, dispositif, exercice, convention_fin, mois, accorde_eur,
       part, jour
FROM conventions_a_venir, observation
WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR list_contains(codes_bassins, $bassin))
  AND ($horizon IS NULL OR mois <= $horizon)
ORDER BY convention_fin, accorde_eur DESC NULLS LAST, titre, financeur
LIMIT $limite
