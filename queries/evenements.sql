-- Quels événements ont eu lieu, édition par édition, et combien y sont venus ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns evenement_id VARCHAR : identifiant
-- returns serie VARCHAR : série d'éditions
-- returns nom VARCHAR : nom
-- returns edition INTEGER : numéro d'édition, vide si inconnu
-- returns tenu_le DATE : date, vide si inconnue
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns organisateur VARCHAR : organisateur
-- returns departement VARCHAR : code du département
-- returns code_commune VARCHAR : commune, vide si inconnue
-- returns commune VARCHAR : son nom
-- returns bassin VARCHAR : code du bassin de vie
-- returns theme VARCHAR : thème
-- returns n_sources BIGINT : sources qui en parlent
-- returns affluences DOUBLE[] : personnes venues, un chiffre par affirmation (ils peuvent se contredire)
-- returns precisions VARCHAR[] : leurs précisions, dans le même ordre
WITH affluences AS (
    SELECT sujet_id AS evenement_id,
           list(coalesce(valeur, borne_basse, borne_haute) ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS affluences,
           list(precision ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS precisions
    FROM mesures
    WHERE sujet_type = 'evenement' AND etat = 'validee' AND grandeur IN ('participants_distincts', 'participations')
    GROUP BY ALL
)
SELECT evenement_id, serie, evenements_situes.nom, edition, tenu_le, precision, organisateur,
       evenements_situes.code_departement AS departement, code_commune, communes.nom AS commune, code_bassin AS bassin,
       theme, n_sources, coalesce(affluences, []) AS affluences, coalesce(precisions, []) AS precisions
FROM evenements_situes
LEFT JOIN affluences USING (evenement_id)
LEFT JOIN communes USING (code_commune)
WHERE evenement_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max) WHERE sujet_type = 'evenement')
ORDER BY tenu_le NULLS LAST, serie, edition, nom
