-- Quelque chose est-il recensé, ici ?
-- param departement VARCHAR facultatif : code du département
-- returns recense BOOLEAN : quelque chose recensé ; au moins un sujet, une ligne de subvention, un poste ou une enveloppe
SELECT EXISTS (FROM sujets_situes WHERE $departement IS NULL OR code_departement = $departement)
    OR EXISTS (FROM subventions_situees WHERE $departement IS NULL OR code_departement = $departement)
    OR EXISTS (FROM postes WHERE $departement IS NULL OR code_departement = $departement)
    OR EXISTS (FROM enveloppes WHERE $departement IS NULL OR code_departement = $departement) AS recense
