-- Quelles sont les lignes de subventions publiées pour les bénéficiaires d'un territoire ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param limite INTEGER facultatif : nombre de lignes, les plus récentes
-- returns exercice INTEGER : exercice
-- returns date_convention DATE : date de la convention ; vide si elle n'est pas publiée
-- returns attribuant VARCHAR : qui accorde
-- returns beneficiaire VARCHAR : bénéficiaire, tel qu'écrit
-- returns code_commune VARCHAR : commune du bénéficiaire, code COG
-- returns commune VARCHAR : son nom ; ce n'est pas le lieu d'une action
-- returns objet VARCHAR : objet, tel qu'écrit
-- returns etape VARCHAR : demande, accorde ou verse
-- returns nature VARCHAR : numeraire, nature, mixte ou inconnue
-- returns montant_eur DOUBLE : montant, en euros courants ; négatif pour un reversement
-- returns structure VARCHAR : structure connue, par SIRET ou RNA
-- returns proposition VARCHAR : structure que le nom seul propose, à confirmer
-- returns alerte VARCHAR : ce que le contrôle a relevé (négatif, hors norme)
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier
-- returns ligne INTEGER : ligne du fichier
WITH noms AS (SELECT structure_id, any_value(nom) AS nom FROM structures GROUP BY ALL)
SELECT exercice, date_convention, attribuant, beneficiaire, lues.code_commune, communes.nom AS commune, objet, etape, nature,
       montant_eur, connues.nom AS structure, proposees.nom AS proposition, alerte, lues.source, fichier, ligne
FROM subventions_situees AS lues
JOIN communes USING (code_commune)
LEFT JOIN noms AS connues ON connues.structure_id = lues.structure_id
LEFT JOIN noms AS proposees ON proposees.structure_id = lues.structure_proposee
WHERE lues.code_departement = $departement AND ($bassin IS NULL OR code_bassin = $bassin)
  AND ($annee_min IS NULL OR exercice >= $annee_min) AND ($annee_max IS NULL OR exercice <= $annee_max)
ORDER BY exercice DESC NULLS LAST, date_convention DESC NULLS LAST, fichier, ligne, beneficiaire
LIMIT $limite
