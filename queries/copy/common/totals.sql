-- Totals of people with what is certain of them: « 8 à 10 » and « au moins 60 » enter them as bounds, not as nothing.
-- Bounds are made of published figures alone, the sum and the statements that are published, so that they tell nothing
-- more. A withheld count stays in them as it does in the sum, for its number; where it was said by bounds, the total
-- has no upper bound (a minimum), or none at all (an interval, a maximum).
-- temp statuts_bornes : one row a published statement of people, validated, that is no exact number
-- temp mesures_bornees : one row a count that such a statement tells alone: its number and its bounds
-- temp bornes_tues : one row a total that holds a withheld count said by bounds, and whether the lower one stays known
-- temp bornes_dites : one row a total that holds published counts that are no exact number: what they change
-- table totaux_personnes : one row a quantity of people, territory and year: the published sum of the numbers said
--   (valeur), the same with intervals that say no number for their lower bound (compte; ajout: what they add), its bounds (bas, haut; no
--   haut beside a bas: nothing says the most), how many counts are said by bounds or approximate, and whether bounds
--   are withheld (bornes_tues)
-- macro totaux_de : one row a territory of a level (echelle), a quantity of people (quoi) over years (from premier to
--   dernier, empty: all), as effectifs_de, with its bounds; a withheld year withholds the bounds, not always the sum

CREATE TEMP TABLE statuts_bornes AS
SELECT DISTINCT sujet_type, sujet_id, grandeur, annee FROM mesures_publiees
WHERE etat = 'validee' AND NOT secret AND precision NOT IN ('exacte', 'calculee');

CREATE TEMP TABLE mesures_bornees AS
SELECT m.sujet_type, m.sujet_id, m.grandeur, m.annee, any_value(valeur) AS valeur, any_value(precision) AS precision,
       any_value(nombre_dit(valeur, borne_basse, borne_haute)) AS compte,
       any_value(au_moins(valeur, borne_basse, precision)) AS bas, any_value(au_plus(valeur, borne_haute, precision)) AS haut
FROM mesures_publiees AS m
SEMI JOIN statuts_bornes AS s ON s.sujet_type = m.sujet_type AND s.sujet_id = m.sujet_id AND s.grandeur = m.grandeur
    AND s.annee IS NOT DISTINCT FROM m.annee
WHERE etat = 'validee'
GROUP BY ALL HAVING count(*) = 1;

CREATE TEMP TABLE bornes_tues AS
SELECT grandeur, niveau, territoire, annee, bool_and(precision = 'minimum') AS minimums
FROM mesures_publiees JOIN (SELECT DISTINCT sujet_type, sujet_id, niveau, territoire FROM sujets_territoires)
    USING (sujet_type, sujet_id)
WHERE etat = 'validee' AND secret AND dit_par_bornes(precision)
GROUP BY ALL;

CREATE TEMP TABLE bornes_dites AS
SELECT grandeur, niveau, territoire, annee, sum(compte - coalesce(valeur, 0)) AS plus_compte,
       sum(bas - coalesce(valeur, 0)) AS plus_bas, somme_au_plus(haut - coalesce(valeur, 0), true) AS plus_haut,
       count(*) FILTER (valeur IS NULL) AS n_sans_nombre, count(*) FILTER (dit_par_bornes(precision)) AS n_bornes,
       count(*) FILTER (precision = 'approchee') AS n_approches
FROM mesures_bornees JOIN (SELECT DISTINCT sujet_type, sujet_id, niveau, territoire FROM sujets_territoires)
    USING (sujet_type, sujet_id)
GROUP BY ALL;

CREATE TABLE totaux_personnes AS
WITH reunis AS (
    SELECT e.*, coalesce(n_bornes, 0) AS n_bornes, coalesce(n_approches, 0) AS n_approches,
           coalesce(n_sans_nombre, 0) AS n_sans_nombre, coalesce(plus_compte, 0) AS plus_compte,
           coalesce(plus_bas, 0) AS plus_bas, CASE WHEN d.grandeur IS NULL THEN 0 ELSE plus_haut END AS plus_haut, t.minimums,
           CASE WHEN NOT e.secret AND (valeur IS NOT NULL OR n_sans_nombre > 0) THEN coalesce(valeur, 0) END AS base
    FROM effectifs AS e
    LEFT JOIN bornes_dites AS d ON d.grandeur = e.grandeur AND d.niveau = e.niveau AND d.territoire = e.territoire
        AND d.annee IS NOT DISTINCT FROM e.annee
    LEFT JOIN bornes_tues AS t ON t.grandeur = e.grandeur AND t.niveau = e.niveau AND t.territoire = e.territoire
        AND t.annee IS NOT DISTINCT FROM e.annee
)
SELECT grandeur, niveau, territoire, annee, valeur, base + plus_compte AS compte, plus_compte AS ajout,
       CASE WHEN coalesce(minimums, true) THEN base + plus_bas END AS bas,
       CASE WHEN minimums IS NULL THEN base + plus_haut END AS haut, n_sujets,
       n_renseignes + CASE WHEN secret THEN 0 ELSE n_sans_nombre END AS n_renseignes, n_bornes, n_approches,
       NOT coalesce(minimums, true) AS bornes_tues, secret
FROM reunis
ORDER BY grandeur, niveau, annee, territoire;

DROP TABLE statuts_bornes; DROP TABLE mesures_bornees; DROP TABLE bornes_tues; DROP TABLE bornes_dites;

CREATE MACRO totaux_de(quoi, echelle, premier, dernier) AS TABLE
WITH annees AS (
    SELECT territoire, sum(ajout) AS plus, bool_or(compte IS NOT NULL) AS dit,
           bool_or(secret OR bornes_tues) AS tues, sum(bas) AS bas, somme_au_plus(haut, bas IS NOT NULL) AS haut,
           sum(n_approches)::BIGINT AS n_approches, sum(n_renseignes)::BIGINT AS n_renseignes, sum(n_sujets)::BIGINT AS n_sujets
    FROM totaux_personnes
    WHERE grandeur = quoi AND niveau = echelle AND (premier IS NULL OR annee >= premier) AND (dernier IS NULL OR annee <= dernier)
    GROUP BY territoire
)
SELECT a.territoire, CASE WHEN NOT e.secret AND (e.valeur IS NOT NULL OR dit) THEN coalesce(e.valeur, 0) + plus END AS compte,
       CASE WHEN NOT tues THEN bas END AS bas, CASE WHEN NOT tues THEN haut END AS haut,
       n_approches, a.n_renseignes, a.n_sujets, e.secret
FROM annees AS a
JOIN effectifs_de(quoi, echelle, premier, dernier) AS e ON e.territoire = a.territoire;
