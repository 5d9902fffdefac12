-- Quelles subventions accordées ne disent pas leur exercice, et n'entrent donc dans aucune année ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns montant_eur DOUBLE : leur total, en euros courants ; vide s'il n'y en a aucune
SELECT sum(montant_eur) AS montant_eur FROM flux
WHERE annee IS NULL AND code_departement = $departement AND ($bassin IS NULL OR bassin = $bassin)
