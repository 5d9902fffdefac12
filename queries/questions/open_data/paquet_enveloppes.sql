-- Quelles enveloppes ont les bassins, votées, engagées, payées ?
-- param departement VARCHAR facultatif : code du département
-- returns code_departement VARCHAR : code du département
-- returns code_zone VARCHAR : bassin ou zone, code
-- returns annee INTEGER : année
-- returns montant_eur DECIMAL(14,2) : montant, en euros courants
-- returns engage_eur DECIMAL(14,2) : engagé, en euros courants
-- returns paye_eur DECIMAL(14,2) : payé, en euros courants
-- returns texte_source VARCHAR : mots d'où vient le fait
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT code_departement, code_zone, annee, montant_eur, engage_eur, paye_eur, texte_source, source, fichier, ligne
FROM enveloppes
WHERE ($departement IS NULL OR code_departement = $departement)
ORDER BY code_departement, code_zone, annee, source, fichier, ligne, montant_eur
