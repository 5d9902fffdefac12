-- Quels montants sont cités, dans quel rôle, et sont-ils validés ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sujet VARCHAR facultatif : identifiant d'une action, d'un événement…
-- returns sujet_type VARCHAR : action, evenement, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns montant_eur DECIMAL(14,2) : montant écrit, en euros
-- returns borne_basse_eur DECIMAL(14,2) : au moins
-- returns borne_haute_eur DECIMAL(14,2) : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns role VARCHAR : total, charge, produit ou prix_unitaire (qui n'est pas un budget)
-- returns periodicite VARCHAR : par an, par trimestre, par personne…, quand elle est écrite
-- returns annee INTEGER : année, vide si inconnue
-- returns financeur VARCHAR : financeur nommé
-- returns etat VARCHAR : validee (seule à compter), proposee, refusee ou ecartee
-- returns texte_source VARCHAR : les mots d'où il vient
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne
SELECT sujet_type, sujet_id, sujets.titre, montant_eur, borne_basse_eur, borne_haute_eur, precision, role, periodicite,
       annee, financeur, etat, texte_source, source, fichier, ligne
FROM montants
JOIN sujets USING (sujet_type, sujet_id)
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
  AND ($sujet IS NULL OR sujet_id = $sujet)
ORDER BY numero, fichier, ligne, role, montant_eur
