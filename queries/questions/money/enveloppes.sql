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
-- returns paye_eur DOUBLE : payée ; vide si inconnue
-- returns reste_eur DOUBLE : votée moins engagée ; vide si l'une manque
WITH accordes AS (
    SELECT code_departement, annee, bassin AS code_zone, sum(montant_eur) AS montant_eur FROM flux
    WHERE famille = 'Département' GROUP BY ALL
    UNION ALL
    SELECT code_departement, annee, NULL, sum(montant_eur) FROM flux WHERE famille = 'Département' GROUP BY ALL
),
lues AS (
    SELECT enveloppes.annee, enveloppes.code_departement, enveloppes.code_zone, enveloppes.montant_eur::DOUBLE AS vote_eur,
           coalesce(engage_eur::DOUBLE, accordes.montant_eur) AS engage_eur, engage_eur IS NOT NULL AS engage_declare,
           paye_eur::DOUBLE AS paye_eur
    -- Said in the same figures by two sources, an envelope is one.
    FROM (SELECT DISTINCT annee, code_departement, code_zone, montant_eur, engage_eur, paye_eur FROM enveloppes) AS enveloppes
    LEFT JOIN accordes
        ON accordes.annee = enveloppes.annee AND accordes.code_departement = enveloppes.code_departement
       AND accordes.code_zone IS NOT DISTINCT FROM enveloppes.code_zone
)
SELECT annee, coalesce(lues.code_zone, lues.code_departement) AS territoire, coalesce(zones.nom, departements.nom) AS nom,
       vote_eur, engage_eur, engage_declare, paye_eur, vote_eur - engage_eur AS reste_eur
FROM lues
LEFT JOIN zones ON division = 'bassin' AND zones.code_zone = lues.code_zone
LEFT JOIN departements ON departements.code_departement = lues.code_departement
WHERE lues.code_departement = $departement
  AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
ORDER BY annee DESC, coalesce(zones.rang, 0)
