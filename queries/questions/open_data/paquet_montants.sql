-- Quels montants sont cités à propos de chaque sujet ?
-- param departement VARCHAR facultatif : code du département
-- returns sujet_type VARCHAR : genre de sujet : action, evenement, seance, instance, structure ou projet
-- returns sujet_id VARCHAR : identifiant du sujet
-- returns role VARCHAR : rôle
-- returns montant_eur DECIMAL(14,2) : montant, en euros courants
-- returns borne_basse_eur DECIMAL(14,2) : borne basse, en euros courants
-- returns borne_haute_eur DECIMAL(14,2) : borne haute, en euros courants
-- returns precision VARCHAR : précision
-- returns periodicite VARCHAR : périodicité du montant
-- returns annee INTEGER : année
-- returns financeur VARCHAR : financeur, tel qu'écrit
-- returns texte_source VARCHAR : mots d'où vient le fait
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
SELECT sujet_type, sujet_id, role, montant_eur, borne_basse_eur, borne_haute_eur, precision, periodicite, annee,
       financeur, texte_source, source, fichier, ligne
FROM montants
WHERE etat = 'validee'
  AND ($departement IS NULL OR (sujet_type, sujet_id) IN (FROM sujets_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY sujet_type, sujet_id, role, annee, source, fichier, ligne, montant_eur, borne_basse_eur, borne_haute_eur,
         financeur, periodicite, precision, texte_source
