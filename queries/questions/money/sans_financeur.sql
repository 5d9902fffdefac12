-- Quelles actions et quels événements personne ne finance, d'après leur source ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom
-- returns structure VARCHAR : structure organisatrice
SELECT sujet_type, sujet_id, titre, structure FROM argent_sujets
WHERE sans_financeur AND position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
ORDER BY numero
LIMIT $limite
