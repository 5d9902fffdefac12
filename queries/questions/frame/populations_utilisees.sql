-- Quelles populations municipales l'observatoire connaît-il, et lesquelles sont estimées ?
-- param departement VARCHAR : code du département
-- returns annee INTEGER : année
-- returns origine VARCHAR : legale (publiée par l'INSEE) ou interpolee (entre deux années publiées)
-- returns population BIGINT : population municipale du département
-- returns n_communes BIGINT : communes dont la population est connue
SELECT annee, CASE WHEN bool_or(origine <> 'legale') THEN 'interpolee' ELSE 'legale' END AS origine,
       sum(population)::BIGINT AS population, count(population) AS n_communes
FROM populations JOIN communes USING (code_commune)
WHERE code_departement = $departement
GROUP BY annee
ORDER BY annee
