-- Combien de postes l'État finance-t-il (adultes-relais, FONJEP), et pour quel montant ?
-- param departement VARCHAR : code du département
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns situe BOOLEAN : le département du poste est connu ; sinon il n'est compté nulle part
-- returns annee INTEGER : année
-- returns dispositif VARCHAR : adultes_relais ou fonjep
-- returns n_postes BIGINT : postes
-- returns n_employeurs BIGINT : employeurs
-- returns n_montants BIGINT : postes dont le montant est connu
-- returns montant_eur DOUBLE : montants connus, en euros courants ; vide si aucun ne l'est
SELECT code_departement IS NOT NULL AS situe, annee, dispositif, count(*) AS n_postes, count(DISTINCT employeur) AS n_employeurs,
       count(montant_eur) AS n_montants, sum(montant_eur)::DOUBLE AS montant_eur
FROM postes
WHERE (code_departement IS NULL OR code_departement = $departement)
  AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
GROUP BY ALL
ORDER BY situe DESC, annee DESC, dispositif
