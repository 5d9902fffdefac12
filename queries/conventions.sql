-- Quelles conventions finissent dans les douze mois qui suivent le jour d'observation ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
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
SELECT c.sujet_type, c.sujet_id, titre, structure, financeur, famille, dispositif, c.exercice, convention_fin,
       mois::INTEGER AS mois, c.accorde_eur, c.accorde_eur / nullif(plans.subventions_eur, 0) AS part, jour
FROM conventions_a_venir AS c
CROSS JOIN observation
LEFT JOIN plans_financement AS plans
    ON plans.sujet_type = c.sujet_type AND plans.sujet_id = c.sujet_id AND plans.exercice = c.exercice AND plans.accorde_eur IS NOT NULL
WHERE ($departement IS NULL OR c.code_departement = $departement)
  AND ($bassin IS NULL OR c.sujet_id IN (SELECT sujet_id FROM lieux_sujets WHERE code_bassin = $bassin))
ORDER BY convention_fin, accorde_eur DESC NULLS LAST, titre
