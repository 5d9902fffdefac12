-- Quelles contradictions portent les déclarations (rien n'est corrigé) ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sujet VARCHAR facultatif : identifiant d'une action, d'un événement…
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action, evenement…
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns domaine VARCHAR : argent ou fiche
-- returns code VARCHAR : nature de la contradiction
-- returns message VARCHAR : ce qui se contredit, avec les deux chiffres
-- returns valeur_declaree DOUBLE : valeur déclarée
-- returns valeur_calculee DOUBLE : valeur calculée
-- returns ecart DOUBLE : différence
-- returns source VARCHAR : chargement
SELECT sujet_type, sujet_id, sujets.titre, domaine, code, message, valeur_declaree, valeur_calculee, ecart, source
FROM constats
JOIN sujets USING (sujet_type, sujet_id)
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max)) AND ($sujet IS NULL OR sujet_id = $sujet)
ORDER BY numero, code, message
LIMIT $limite
