-- Que disent les subventions accordées, dans les colonnes du standard SCDL 2.1.1 ?
-- param departement VARCHAR facultatif : code du département
-- returns nomAttribuant VARCHAR : nom de l'attribuant
-- returns idAttribuant VARCHAR : SIRET de l'attribuant
-- returns dateConvention DATE : date de la convention
-- returns referenceDecision VARCHAR : référence de la décision
-- returns nomBeneficiaire VARCHAR : nom du bénéficiaire
-- returns idBeneficiaire VARCHAR : SIRET du bénéficiaire
-- returns rnaBeneficiaire VARCHAR : RNA du bénéficiaire
-- returns objet VARCHAR : objet
-- returns montant DOUBLE : montant accordé, en euros courants
-- returns nature VARCHAR : aide en numéraire, aide en nature, ou les deux
-- returns conditionsVersement VARCHAR : conditions de versement
-- returns datesPeriodeVersement VARCHAR : jour ou période de versement
-- returns idRAE VARCHAR : numéro RAE de l'aide ; non recueilli, toujours vide
-- returns notificationUE VARCHAR : notifiée à l'Union européenne, oui ou non
-- returns pourcentageSubvention DOUBLE : part financée, de 0 à 1
-- returns dispositifAide VARCHAR : dispositif
SELECT attribuant AS nomAttribuant, attribuant_siret AS idAttribuant, date_convention AS dateConvention,
       reference AS referenceDecision, beneficiaire AS nomBeneficiaire, beneficiaire_siret AS idBeneficiaire,
       beneficiaire_rna AS rnaBeneficiaire, objet, montant_eur::DOUBLE AS montant,
       CASE nature WHEN 'numeraire' THEN 'aide en numéraire' WHEN 'nature' THEN 'aide en nature'
            WHEN 'mixte' THEN 'aide en numéraire;aide en nature' END AS nature,
       conditions AS conditionsVersement,
       -- One day is written once.
       periode_debut::VARCHAR || CASE WHEN periode_fin = periode_debut THEN '' ELSE '/' || periode_fin::VARCHAR END
           AS datesPeriodeVersement,
       NULL::VARCHAR AS idRAE, CASE WHEN notification_ue THEN 'oui' WHEN NOT notification_ue THEN 'non' END AS notificationUE,
       part_financee AS pourcentageSubvention, dispositif AS dispositifAide
FROM subventions
LEFT JOIN communes ON communes.code_commune = subventions.code_commune
WHERE etape = 'accorde'
  AND ($departement IS NULL OR coalesce(subventions.code_departement, communes.code_departement) = $departement)
ORDER BY subvention_id
