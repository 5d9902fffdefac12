-- Sums that are published (by territory and year), and what else anyone knows of leaves: relations between counts.
-- Variables: somme, parties (a count that is the sum of others), plus_petits, plus_grands (one is never above the other).

-- Counts that say the same person twice: where the whole is exactly its parts, it is published with them or not at all.
CREATE OR REPLACE TEMP TABLE liees AS
WITH candidates AS (SELECT * FROM feuilles JOIN grandeurs USING (rang) WHERE connue IS NOT NULL),
touts AS (SELECT feuille, sujet, annee, connue FROM candidates WHERE grandeur = getvariable('somme')),
parties AS (SELECT feuille, sujet, annee, connue FROM candidates WHERE list_contains(getvariable('parties'), grandeur))
SELECT touts.feuille AS tout, unnest(list(parties.feuille)) AS partie
FROM touts JOIN parties ON parties.sujet = touts.sujet AND parties.annee IS NOT DISTINCT FROM touts.annee
GROUP BY touts.feuille HAVING count(*) = len(getvariable('parties')) AND sum(parties.connue) = any_value(touts.connue);

UPDATE feuilles SET secret = parts.secret
FROM (SELECT tout, bool_or(secret) AS secret FROM liees JOIN feuilles ON feuille = partie GROUP BY tout) AS parts
WHERE feuille = parts.tout;

-- A published count bounds the one beside it: nobody is satisfied who did not answer.
CREATE OR REPLACE TEMP TABLE bornes AS
WITH regles AS (
    SELECT petits.rang AS petit, grands.rang AS grand
    FROM (SELECT unnest(getvariable('plus_petits')) AS p, unnest(getvariable('plus_grands')) AS g)
    JOIN grandeurs AS petits ON petits.grandeur = p JOIN grandeurs AS grands ON grands.grandeur = g
)
SELECT petits.feuille AS petit, grands.feuille AS grand, petits.connue AS bas, grands.connue AS haut,
       petits.secret AS petit_secret, grands.secret AS grand_secret
FROM feuilles AS petits
JOIN regles ON regles.petit = petits.rang
JOIN feuilles AS grands ON grands.sujet = petits.sujet AND grands.annee IS NOT DISTINCT FROM petits.annee AND grands.rang = regles.grand
WHERE petits.connue <= grands.connue;

UPDATE feuilles SET haut = b.haut FROM (SELECT petit, min(haut) AS haut FROM bornes WHERE NOT grand_secret GROUP BY ALL) AS b
WHERE feuille = b.petit;
UPDATE feuilles SET bas = greatest(feuilles.bas, b.bas) FROM (SELECT grand, max(bas) AS bas FROM bornes WHERE NOT petit_secret GROUP BY ALL) AS b
WHERE feuille = b.grand;

CREATE OR REPLACE TEMP TABLE zones_comptees AS
SELECT row_number() OVER (ORDER BY etage, territoire)::INTEGER AS zone, niveau, territoire, etage, 4 ** etage AS poids
FROM (
    SELECT DISTINCT niveau, territoire, list_position(['commune', 'epci', 'bassin', 'departement'], niveau) - 1 AS etage
    FROM sujets_territoires
);

CREATE OR REPLACE TEMP TABLE sujets_zones AS
SELECT DISTINCT sujet, zone
FROM sujets_territoires JOIN sujets_comptes USING (sujet_type, sujet_id) JOIN zones_comptees USING (niveau, territoire);

CREATE OR REPLACE TEMP TABLE cellules AS
WITH sommes AS (
    SELECT rang, annee, zone, sum(valeur) AS valeur, count(*) AS n_renseignes
    FROM feuilles JOIN sujets_zones USING (sujet) WHERE valeur IS NOT NULL GROUP BY rang, annee, zone
)
SELECT row_number() OVER ()::INTEGER AS cellule, sommes.*, trop_peu(valeur, false) AS secret FROM sommes;
