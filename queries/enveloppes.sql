-- Que reste-t-il de l'enveloppe de chaque bassin et de chaque année ?
-- param departement VARCHAR : code du département
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns annee INTEGER : année
-- returns territoire VARCHAR : code du bassin ; celui du département pour une enveloppe départementale
-- returns nom VARCHAR : nom
-- returns vote_eur DOUBLE : votée ; vide si citée sans montant
-- returns engage_eur DOUBLE : engagée ; à défaut, subventions du Département accordées aux actions du territoire
-- returns engage_declare BOOLEAN : l'engagé est déclaré (sinon il est calculé)
-- returns paye_eur DOUBLE : payée ; à défaut, versé par le Département
-- returns reste_eur DOUBLE : votée moins engagée ; vide si l'une manque
WITH accordes AS (
    SELECT code_departement, annee, bassin AS territoire, sum(montant_eur) AS engage_eur FROM flux
    WHERE famille = 'Département' GROUP BY ALL
)
SELECT annee, coalesce(code_zone, enveloppes.code_departement) AS territoire, coalesce(zones.nom, departements.nom) AS nom,
       enveloppes.montant_eur::DOUBLE AS vote_eur, coalesce(enveloppes.engage_eur::DOUBLE, accordes.engage_eur) AS engage_eur,
       enveloppes.engage_eur IS NOT NULL AS engage_declare, paye_eur::DOUBLE AS paye_eur,
       enveloppes.montant_eur::DOUBLE - coalesce(enveloppes.engage_eur::DOUBLE, accordes.engage_eur) AS reste_eur
FROM enveloppes
LEFT JOIN zones USING (code_zone)
LEFT JOIN departements ON departements.code_departement = enveloppes.code_departement
LEFT JOIN accordes USING (annee)
WHERE enveloppes.code_departement = $departement AND coalesce(division, 'bassin') = 'bassin'
  AND (accordes.territoire IS NULL OR accordes.territoire = code_zone)
  AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
ORDER BY annee DESC, coalesce(zones.rang, 0)
