-- Quelles subventions sont publiées, ligne par ligne ?
-- param departement VARCHAR facultatif : code du département
-- returns subvention_id VARCHAR : identifiant de la ligne
-- returns attribuant VARCHAR : qui accorde
-- returns attribuant_siret VARCHAR : SIRET de qui accorde
-- returns beneficiaire VARCHAR : bénéficiaire, tel qu'écrit
-- returns beneficiaire_siret VARCHAR : SIRET du bénéficiaire
-- returns beneficiaire_siren VARCHAR : SIREN du bénéficiaire
-- returns beneficiaire_rna VARCHAR : RNA du bénéficiaire
-- returns code_commune VARCHAR : commune, code COG
-- returns code_departement VARCHAR : code du département
-- returns objet VARCHAR : objet
-- returns dispositif VARCHAR : dispositif
-- returns date_convention DATE : date de la convention
-- returns reference VARCHAR : référence de la décision
-- returns exercice INTEGER : exercice
-- returns montant_eur DECIMAL(14,2) : montant, en euros courants
-- returns etape VARCHAR : demande, accorde ou verse, jamais additionnés entre eux
-- returns nature VARCHAR : nature
-- returns conditions VARCHAR : conditions de versement
-- returns periode_debut DATE : début du versement
-- returns periode_fin DATE : fin du versement
-- returns part_financee DOUBLE : part financée, de 0 à 1
-- returns notification_ue BOOLEAN : notifiée à l'Union européenne
-- returns alerte VARCHAR : ce que le contrôle a relevé
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT subvention_id, attribuant, attribuant_siret, beneficiaire, beneficiaire_siret, beneficiaire_siren,
       beneficiaire_rna, subventions.code_commune,
       coalesce(subventions.code_departement, communes.code_departement) AS code_departement, objet, dispositif,
       date_convention, reference, exercice, montant_eur, etape, nature, conditions, periode_debut, periode_fin,
       part_financee, notification_ue, alerte, subventions.source, fichier, ligne
FROM subventions
LEFT JOIN communes ON communes.code_commune = subventions.code_commune
WHERE $departement IS NULL OR coalesce(subventions.code_departement, communes.code_departement) = $departement
ORDER BY subvention_id
