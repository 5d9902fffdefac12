-- Quelles instances animent le vivre-ensemble, sur quel territoire et quel thème ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param instance VARCHAR facultatif : identifiant d'une instance
-- returns instance_id VARCHAR : identifiant
-- returns nom VARCHAR : nom
-- returns type VARCHAR : comite_departemental, comite_local, comite_communal, pilotage ou autre
-- returns departement VARCHAR : code du département
-- returns bassin VARCHAR : nom du bassin de vie, celui de sa commune pour une instance communale
-- returns theme VARCHAR : thème
-- returns cree_le DATE : création, vide si inconnue
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns rythme VARCHAR : tous les combien elle se réunit, tel que dit ; vide si inconnu
-- returns n_seances BIGINT : séances connues
-- returns n_sources BIGINT : sources qui en parlent
-- returns sources VARCHAR[] : leurs chargements
WITH uniques AS (
    SELECT instance_id, any_value(nom ORDER BY source) AS nom, any_value(type) AS type,
           any_value(code_departement) AS code_departement, any_value(code_zone) AS code_zone, any_value(code_commune) AS code_commune,
           any_value(theme) AS theme,
           any_value(cree_le ORDER BY source) AS cree_le,
           coalesce(any_value(precision ORDER BY source) FILTER (cree_le IS NOT NULL), 'inconnue') AS precision,
           any_value(rythme ORDER BY source) AS rythme, count(DISTINCT source) AS n_sources,
           list(DISTINCT source ORDER BY source) AS sources
    FROM instances GROUP BY instance_id
),
tenues AS (SELECT instance_id, count(DISTINCT seance_id) AS n_seances FROM seances GROUP BY ALL)
SELECT instance_id, uniques.nom, type, uniques.code_departement AS departement, zones.nom AS bassin, uniques.theme, cree_le,
       precision, rythme, coalesce(n_seances, 0) AS n_seances, n_sources, sources
FROM uniques
LEFT JOIN tenues USING (instance_id)
LEFT JOIN communes_bassins USING (code_commune)
LEFT JOIN zones ON zones.division = 'bassin' AND zones.code_zone = coalesce(uniques.code_zone, code_bassin)
WHERE ($departement IS NULL OR uniques.code_departement = $departement)
  AND ($bassin IS NULL OR zones.code_zone = $bassin) AND ($instance IS NULL OR instance_id = $instance)
ORDER BY departement, type <> 'comite_departemental', type <> 'comite_local', uniques.code_zone, nom
