-- Quels sont les bassins de vie d'un département, et d'où vient ce découpage ?
-- param departement VARCHAR : code du département
-- returns code_bassin VARCHAR : code
-- returns nom VARCHAR : nom
-- returns theme VARCHAR : thème du comité local
-- returns rang INTEGER : ordre, le même partout
-- returns origine VARCHAR : table du comité, ou découpage de remplacement
-- returns n_communes BIGINT : communes
-- returns population INTEGER : population municipale la plus récente
-- returns annee_population INTEGER : son année
SELECT code_zone AS code_bassin, zones.nom, theme, zones.rang, zones.origine,
       count(DISTINCT communes_bassins.code_commune) AS n_communes, sum(population)::INTEGER AS population,
       max(annee)::INTEGER AS annee_population
FROM zones
LEFT JOIN communes_bassins ON communes_bassins.code_bassin = zones.code_zone
LEFT JOIN dernieres_populations USING (code_commune)
WHERE division = 'bassin' AND zones.code_departement = $departement
GROUP BY ALL
ORDER BY zones.rang, code_zone
