-- Qui finance quoi : demandé, accordé, versé (jamais additionnés entre eux) ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sujet VARCHAR facultatif : identifiant d'une action, d'un événement…
-- returns sujet_type VARCHAR : action, evenement, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns financeur VARCHAR : nom du financeur
-- returns famille VARCHAR : famille du financeur
-- returns dispositif VARCHAR : dispositif
-- returns exercice INTEGER : exercice
-- returns demande_eur DECIMAL(14,2) : montant demandé, vide si inconnu
-- returns accorde_eur DECIMAL(14,2) : montant accordé, vide si inconnu
-- returns verse_eur DECIMAL(14,2) : montant versé, vide si inconnu
-- returns nature VARCHAR : numeraire, nature, inconnue ou sans_objet
-- returns convention_debut DATE : début de la convention
-- returns convention_fin DATE : fin de la convention
-- returns etat VARCHAR : validee (seule à compter), proposee, refusee ou ecartee
-- returns texte_source VARCHAR : les mots d'où il vient
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne
SELECT sujet_type, sujet_id, sujets.titre, coalesce(financeurs_nommes.nom, financements.financeur) AS financeur, famille,
       dispositif, exercice, demande_eur, accorde_eur, verse_eur, nature, convention_debut, convention_fin, etat,
       texte_source, financements.source, fichier, ligne
FROM financements
LEFT JOIN financeurs_nommes ON libelle = plie(financements.financeur)
JOIN sujets USING (sujet_type, sujet_id)
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
  AND ($sujet IS NULL OR sujet_id = $sujet)
ORDER BY numero, financeur, fichier, ligne
