-- Quels postes l'État finance-t-il ?
-- param departement VARCHAR facultatif : code du département
-- returns poste_id VARCHAR : identifiant du poste
-- returns dispositif VARCHAR : dispositif
-- returns employeur VARCHAR : employeur
-- returns siret VARCHAR : numéro SIRET
-- returns annee INTEGER : année
-- returns montant_eur DECIMAL(14,2) : montant, en euros courants
-- returns contrat_ville VARCHAR : contrat de ville
-- returns code_departement VARCHAR : code du département
-- returns code_epci VARCHAR : intercommunalité, SIREN
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT poste_id, dispositif, employeur, siret, annee, montant_eur, contrat_ville, code_departement, code_epci, source,
       fichier, ligne
FROM postes
WHERE ($departement IS NULL OR code_departement = $departement)
ORDER BY poste_id, annee, siret, source
