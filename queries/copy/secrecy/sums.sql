-- Sums that are published (by territory and year, and by territory for all years), and what else anyone knows of leaves: relations between counts.
-- Variables: somme, parties (a count that is the sum of others), plus_petits, plus_grands (one is never above the other),
-- sur_periode (what is published for all years together), instantane. Catalog ``registre``: what earlier snapshots told.
-- temp liees : one row a part of a count that is exactly the sum of its parts
-- temp completees : one row a count (``est_tout``: the whole) that makes a whole and its parts with the others of its ``lien`` and one
--   number that an earlier snapshot alone held (``entiere``: the whole), told there (``publiee``) or not
-- temp touts_dits : one row a whole that an earlier snapshot told, and that no rule of its own withholds: it stays told beside its parts
-- temp annoncees : one row a count that follows from what was told: withholding it would hide nothing
-- temp bornes : one row a pair of counts of a subject and year of which one is never above the other
-- temp limites : one row a count that others bound, with what they allow
-- temp zones_comptees : one row a territory of any level, with its number
-- temp sujets_zones : one row a subject and territory where it stands
-- temp cellules : one row a quantity, territory and year, or all years together (``periode``, no year): the sum of its counts,
--   whether it is small, was told by an earlier snapshot (``dite``) or only seen (``tue``), and is withheld

-- Counts that say the same person twice: where the whole is exactly its parts, it is published with them or not at all.
CREATE OR REPLACE TEMP TABLE liees AS
WITH candidates AS (SELECT * FROM feuilles JOIN grandeurs USING (rang) WHERE connue IS NOT NULL),
touts AS (SELECT feuille, sujet, annee, connue FROM candidates WHERE grandeur = getvariable('somme')),
parties AS (SELECT feuille, sujet, annee, connue FROM candidates WHERE list_contains(getvariable('parties'), grandeur))
SELECT touts.feuille AS tout, unnest(list(parties.feuille)) AS partie
FROM touts JOIN parties ON parties.sujet = touts.sujet AND parties.annee IS NOT DISTINCT FROM touts.annee
GROUP BY touts.feuille HAVING count(*) = len(getvariable('parties')) AND sum(parties.connue) = any_value(touts.connue);

-- Where this snapshot holds all of them but one, an earlier one may have held the number that is missing.
CREATE OR REPLACE TEMP TABLE completees AS
WITH membres AS (
    SELECT feuille, sujet, annee, grandeur, grandeur = getvariable('somme') AS est_tout, connue
    FROM feuilles JOIN grandeurs USING (rang)
    WHERE connue IS NOT NULL AND (grandeur = getvariable('somme') OR list_contains(getvariable('parties'), grandeur))
),
manques AS (
    SELECT sujet, annee, manque, manque = getvariable('somme') AS entiere, list({feuille: feuille, est_tout: est_tout}) AS membres,
           abs(sum(CASE WHEN est_tout THEN connue ELSE -connue END)) AS nombre
    FROM membres JOIN (SELECT unnest(list_append(getvariable('parties'), getvariable('somme'))) AS manque) ON grandeur <> manque
    GROUP BY sujet, annee, manque
    HAVING count(*) = len(getvariable('parties')) AND (entiere OR sum(CASE WHEN est_tout THEN connue ELSE -connue END) >= 0)
),
marques AS (
    SELECT manques.*, hash(sujet_type, sujet_id, manque, annee, nombre) AS empreinte FROM manques JOIN sujets_comptes USING (sujet)
),
avant AS (
    SELECT empreinte, bool_or(publie) AS publiee
    FROM registre.comptes SEMI JOIN marques USING (empreinte) WHERE instantane < getvariable('instantane') GROUP BY empreinte
)
SELECT empreinte AS lien, entiere, publiee, unnest(membres, recursive := true)
FROM marques JOIN avant USING (empreinte) ANTI JOIN (FROM dires WHERE compte) USING (empreinte);

-- Whether it is told or not while its parts are withheld, what follows from it is weighed as if it were withheld with them.
CREATE OR REPLACE TEMP TABLE touts_dits AS
SELECT feuille FROM feuilles JOIN grandeurs USING (rang) WHERE grandeur = getvariable('somme') AND dit AND NOT secret;

-- A number that is missing, and was withheld, is not computed from the others.
UPDATE feuilles SET secret = true
FROM (SELECT feuille, entiere FROM completees WHERE NOT publiee AND (entiere OR est_tout)) AS autres
WHERE feuilles.feuille = autres.feuille AND NOT (entiere AND dit);
UPDATE feuilles SET secret = true
FROM (SELECT DISTINCT tout FROM liees JOIN feuilles ON feuille = partie WHERE secret) AS parts
WHERE feuille = parts.tout;
UPDATE feuilles SET secret = true
WHERE feuille IN (
    SELECT feuille FROM completees
    WHERE est_tout AND lien IN (SELECT lien FROM completees JOIN feuilles USING (feuille) WHERE secret AND NOT est_tout)
);
-- A whole that an earlier snapshot told, or withheld, says the rest of its parts: these go together, unless they were told too.
UPDATE feuilles SET secret = true
FROM (
    SELECT partie FROM liees
    WHERE tout IN (SELECT feuille FROM feuilles WHERE secret AND (dit OR tu))
    UNION
    SELECT feuille FROM completees
    WHERE NOT est_tout AND lien IN (
        SELECT lien FROM completees JOIN feuilles USING (feuille) WHERE secret AND (entiere OR est_tout AND (dit OR tu))
    )
) AS autres
WHERE feuille = autres.partie AND NOT dit;

-- Where nothing else withholds them, they are told: complementary suppression may not take one of them, which the others would say.
CREATE OR REPLACE TEMP TABLE annoncees AS
SELECT partie AS feuille FROM liees JOIN feuilles ON feuille = tout WHERE dit
UNION SELECT feuille FROM completees WHERE publiee;

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

-- Withheld or not, the other count stays what it is while this one moves; unless this one then could not move at all.
CREATE OR REPLACE TEMP TABLE limites AS
WITH dites AS (
    SELECT petit AS feuille, NULL::DOUBLE AS bas, haut, NOT grand_secret AS publiee FROM bornes
    UNION ALL SELECT grand, bas, NULL, NOT petit_secret FROM bornes
)
SELECT feuille, max(bas) AS bas, min(haut) AS haut, max(bas) FILTER (publiee) AS bas_publie, min(haut) FILTER (publiee) AS haut_publie
FROM dites GROUP BY feuille;

UPDATE feuilles SET
    bas = greatest(feuilles.bas, CASE WHEN fixe THEN bas_publie ELSE l.bas END),
    haut = coalesce(CASE WHEN fixe THEN haut_publie ELSE l.haut END, feuilles.haut)
FROM (
    SELECT limites.*, coalesce(limites.haut, 'inf') < connue + 1 AND greatest(limites.bas, feuilles.bas) > connue - 1 AS fixe
    FROM limites JOIN feuilles USING (feuille)
) AS l
WHERE feuilles.feuille = l.feuille;

CREATE OR REPLACE TEMP TABLE zones_comptees AS
SELECT row_number() OVER (ORDER BY etage, territoire)::INTEGER AS zone, niveau, territoire, etage, 4 ** etage AS poids
FROM (
    SELECT DISTINCT niveau, territoire, list_position(['commune', 'epci', 'bassin', 'departement'], niveau) - 1 AS etage
    FROM sujets_territoires
);

CREATE OR REPLACE TEMP TABLE sujets_zones AS
SELECT DISTINCT sujet, zone
FROM sujets_territoires JOIN sujets_comptes USING (sujet_type, sujet_id) JOIN zones_comptees USING (niveau, territoire);

-- Maps tell all years together, of communes and of départements. Of one year, that sum is the sum of the year.
CREATE OR REPLACE TEMP TABLE cellules AS
WITH annees AS (
    SELECT rang, false AS periode, annee, zone, sum(valeur) AS valeur, count(*) AS n_renseignes, bit_xor(empreinte) AS faite_de
    FROM feuilles JOIN sujets_zones USING (sujet) WHERE valeur IS NOT NULL GROUP BY rang, annee, zone
),
periodes AS (
    SELECT rang, true AS periode, NULL::INTEGER AS annee, zone, sum(valeur) AS valeur, sum(n_renseignes)::BIGINT AS n_renseignes,
           bit_xor(faite_de) AS faite_de
    FROM annees JOIN grandeurs USING (rang) JOIN zones_comptees USING (zone)
    WHERE list_contains(getvariable('sur_periode'), grandeur) AND niveau IN ('commune', 'departement')
    GROUP BY rang, zone HAVING count(*) > 1
),
sommes AS (FROM annees UNION ALL FROM periodes)
SELECT row_number() OVER (ORDER BY periode, rang, annee, zone)::INTEGER AS cellule, sommes.* EXCLUDE (faite_de),
       hash(grandeur, faite_de, n_renseignes, valeur) AS empreinte, trop_peu(valeur, false) AS petite
FROM sommes JOIN grandeurs USING (rang);

-- A sum of the very counts that an earlier snapshot added says nothing new.
CREATE OR REPLACE TEMP TABLE cellules AS
WITH avant AS (
    SELECT empreinte, bool_or(publie) AS publie FROM registre.sommes
    WHERE instantane < getvariable('instantane') GROUP BY empreinte
)
SELECT cellules.*, coalesce(publie, false) AS dite, coalesce(NOT publie, false) AS tue, petite OR coalesce(NOT publie, false) AS secret
FROM cellules LEFT JOIN avant USING (empreinte);
