-- Dans quelles communes des actions et des événements ont-ils lieu, et combien ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns longitude DOUBLE : de la mairie, en degrés
-- returns latitude DOUBLE : de la mairie, en degrés
-- returns n_actions BIGINT : actions enregistrées qui y ont lieu
-- returns n_evenements BIGINT : événements enregistrés qui y ont lieu
WITH comptes AS (
    SELECT code_commune, sum(n_actions)::BIGINT AS n_actions, sum(n_evenements)::BIGINT AS n_evenements
    FROM comptes_communes
    WHERE ($departement IS NULL OR code_departement = $departement)
      AND ($annee_min IS NULL OR annee_fin >= $annee_min) AND ($annee_max IS NULL OR annee_debut <= $annee_max)
    GROUP BY code_commune
)
SELECT code_commune, nom, communes.code_departement, longitude, latitude, n_actions, n_evenements
FROM comptes JOIN communes USING (code_commune) LEFT JOIN communes_bassins USING (code_commune)
WHERE longitude IS NOT NULL AND ($bassin IS NULL OR code_bassin = $bassin)
ORDER BY n_actions + n_evenements DESC, code_commune
