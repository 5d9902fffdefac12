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
-- returns contredite BOOLEAN : une autre ligne dit autrement la même enveloppe : aucune n'est choisie
-- returns sources VARCHAR[] : les chargements qui la disent
WITH accordes AS (
    SELECT code_departement, annee, bassin AS code_zone, sum(montant_eur) AS montant_eur FROM flux
    WHERE famille = 'Département' GROUP BY ALL
    UNION ALL
    SELECT code_departement, annee, NULL, sum(montant_eur) FROM flux WHERE famille = 'Département' GROUP BY ALL
),
comparees AS (
    SELECT *, min(montant_eur) OVER enveloppe IS DISTINCT FROM max(montant_eur) OVER enveloppe
        OR min(engage_eur) OVER enveloppe IS DISTINCT FROM max(engage_eur) OVER enveloppe
        OR min(paye_eur) OVER enveloppe IS DISTINCT FROM max(paye_eur) OVER enveloppe AS contredite
    FROM enveloppes WINDOW enveloppe AS (PARTITION BY code_departement, code_zone, annee)
),
-- Said in the same figures by two sources, or one part by each, an envelope is one.
uniques AS (
    SELECT annee, code_departement, code_zone, contredite, max(montant_eur)::DOUBLE AS montant_eur, max(engage_eur)::DOUBLE AS engage_eur,
           max(paye_eur)::DOUBLE AS paye_eur, list_sort(list(DISTINCT source)) AS sources
    FROM comparees
    GROUP BY annee, code_departement, code_zone, contredite, CASE WHEN contredite THEN (montant_eur, engage_eur, paye_eur) END
),
lues AS (
    SELECT uniques.annee, uniques.code_departement, uniques.code_zone, uniques.montant_eur AS vote_eur,
           coalesce(engage_eur, accordes.montant_eur) AS engage_eur, engage_eur IS NOT NULL AS engage_declare, paye_eur, contredite, sources
    FROM uniques
    LEFT JOIN accordes
        ON accordes.annee = uniques.annee AND accordes.code_departement = uniques.code_departement
       AND accordes.code_zone IS NOT DISTINCT FROM uniques.code_zone
)
SELECT annee, coalesce(lues.code_zone, lues.code_departement) AS territoire, coalesce(zones.nom, departements.nom) AS nom,
       vote_eur, engage_eur, engage_declare, paye_eur, vote_eur - engage_eur AS reste_eur, contredite, sources
FROM lues
LEFT JOIN zones ON division = 'bassin' AND zones.code_zone = lues.code_zone
LEFT JOIN departements ON departements.code_departement = lues.code_departement
WHERE lues.code_departement = $departement
  AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
ORDER BY annee DESC, coalesce(zones.rang, 0), vote_eur, engage_eur, paye_eur
