-- Quelles séances un chiffre d'un territoire compte-t-il, et qui y était, tel que publié ?
-- param niveau VARCHAR : departement ou bassin
-- param territoire VARCHAR : code
-- param annee INTEGER facultatif : année
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns seance_id VARCHAR : identifiant
-- returns instance VARCHAR : instance
-- returns annee INTEGER : année
-- returns college VARCHAR : collège ; vide si rien n'est dit des présents
-- returns bassin VARCHAR : d'où viennent ces personnes, s'il est dit
-- returns convoques DOUBLE : convoqués ; vide si inconnu ou secret
-- returns presents DOUBLE : présents ; vide si inconnu ou secret
-- returns secret BOOLEAN : masqué par le secret statistique
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns n_secrets BIGINT : lignes, en tout, qui sont masquées
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH ici AS (
    SELECT DISTINCT seance_id, annee FROM seances_connues
    WHERE niveau = $niveau AND territoire = $territoire AND ($annee IS NULL OR annee = $annee)
),
dites AS (SELECT seance_id, any_value(instances.nom) AS instance FROM seances JOIN instances USING (instance_id) GROUP BY ALL),
lues AS (
    SELECT ici.seance_id, annee, college, code_zone, convoques, presents, coalesce(secret, false) AS secret, source, fichier, ligne
    FROM ici LEFT JOIN presences_publiees USING (seance_id)
)
SELECT seance_id, instance, annee, college, zones.nom AS bassin, convoques::DOUBLE AS convoques, presents::DOUBLE AS presents,
       secret, lues.source, lues.fichier, lues.ligne, count(*) FILTER (secret) OVER () AS n_secrets,
       (SELECT list(DISTINCT source ORDER BY source) FROM lues) AS chargements, count(*) OVER () AS n_lignes
FROM lues LEFT JOIN dites USING (seance_id)
LEFT JOIN zones ON zones.division = 'bassin' AND zones.code_zone = lues.code_zone
ORDER BY annee, seance_id, lues.fichier, lues.ligne, college
LIMIT $limite
