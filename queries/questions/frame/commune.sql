-- Quelle est cette commune : département, bassin, intercommunalité, population ?
-- param commune VARCHAR : code COG de la commune
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns departement VARCHAR : son nom
-- returns bassin VARCHAR : bassin de vie, vide s'il n'y en a pas
-- returns epci VARCHAR : intercommunalité, vide s'il n'y en a pas
-- returns population INTEGER : population municipale la plus récente, vide si inconnue
-- returns annee_population INTEGER : son année
-- returns cog_annee INTEGER : édition du code officiel géographique
WITH epcis AS (
    SELECT code_commune, string_agg(zones.nom, ', ' ORDER BY zones.nom) AS epci
    FROM zones_communes JOIN zones USING (division, code_zone)
    WHERE division = 'epci' AND code_commune = $commune
      AND (debut IS NULL OR debut <= current_date) AND (fin IS NULL OR fin >= current_date)
    GROUP BY code_commune
)
SELECT code_commune, communes.nom, code_departement, departements.nom AS departement, bassin, epci, population,
       dernieres_populations.annee AS annee_population, cog_annee
FROM communes
LEFT JOIN departements USING (code_departement)
LEFT JOIN communes_bassins USING (code_commune)
LEFT JOIN epcis USING (code_commune)
LEFT JOIN dernieres_populations USING (code_commune)
WHERE code_commune = $commune
