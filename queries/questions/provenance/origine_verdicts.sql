-- Quels indicateurs ont ce verdict dans un territoire, et d'après quelle phrase ?
-- param niveau VARCHAR : departement ou bassin
-- param territoire VARCHAR : code
-- param verdict VARCHAR facultatif : progrès, recul, pas de changement détectable…
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre de l'indicateur
-- returns verdict VARCHAR : verdict
-- returns phrase VARCHAR : le verdict en une phrase
-- returns annee INTEGER : année jugée
-- returns chargements VARCHAR[] : chargements des faits derrière ces indicateurs
-- returns n_lignes BIGINT : lignes en tout
WITH juges AS (
    FROM indicateurs_progres
    WHERE niveau = $niveau AND territoire = $territoire AND ($verdict IS NULL OR verdict = $verdict)
),
dites AS (
    SELECT DISTINCT unnest(sources) AS source FROM indicateurs_valeurs SEMI JOIN juges USING (indicateur, niveau, territoire)
)
SELECT indicateur, titre, verdict, phrase, annee, (SELECT list(source ORDER BY source) FROM dites) AS chargements,
       count(*) OVER () AS n_lignes
FROM juges JOIN indicateurs ON id = indicateur
ORDER BY rang
LIMIT $limite
