-- Totals of people with what is certain of them: « 8 à 10 » and « au moins 60 » enter them as bounds, not as nothing.
-- Bounds are made of published figures alone, the sum and the statements that are published, so that they tell nothing
-- more. A withheld count stays in them as it does in the sum, for its number. Where it was said by bounds, nothing says the
-- most of the total; and where its number may be more than there were (a maximum), the least is what is published of others.
-- temp statuts_bornes : one row a published statement of people, validated, that is no exact number
-- temp mesures_bornees : one row a count that such a statement tells alone: its number and its bounds
-- temp bornes_tues : one row a total beside a withheld count said by bounds: whether its number may be more than there
--   were (trop), and how many such counts say no number, so that the sum has nothing of them (n_tus)
-- temp moins_dits : one row a total: the least that its published counts say together
-- temp bornes_dites : one row a total that holds published counts that are no exact number: what they change
-- table totaux_personnes : one row a quantity of people, territory and year: the published sum of the numbers said
--   (valeur), the same with intervals that say no number for their lower bound (compte), its bounds (bas, haut; no
--   haut beside a bas: nothing says the most), what the statements of that year change in a sum that holds it (ajout,
--   ajout_bas, ajout_haut; no ajout_bas: bas_dit is the least that is certain), how many counts are said by bounds or
--   approximate, whether a withheld count is said by bounds (bornes_tues), and how many of these say no number (n_tus)
-- macro nombres_attendus : one row a subject, territory and year that could tell a quantity (quoi), and statement of it as
--   it is published; compte: whether it is the one that counts, empty where nobody says any; nombre: what it then brings to
--   the sum, empty too where it is withheld; precision_dite: how sure it is, in French
-- macro totaux_de : one row a territory of a level (echelle), a quantity of people (quoi) over years (from premier to
--   dernier, empty: all), as effectifs_de, with its bounds

CREATE TEMP TABLE statuts_bornes AS
SELECT DISTINCT sujet_type, sujet_id, grandeur, annee FROM mesures_publiees
WHERE etat = 'validee' AND NOT secret AND precision NOT IN ('exacte', 'calculee');

CREATE TEMP TABLE mesures_bornees AS
SELECT m.sujet_type, m.sujet_id, m.grandeur, m.annee, max(valeur) AS valeur, arg_min(precision, surete(precision)) AS precision,
       max(nombre_dit(valeur, borne_basse, borne_haute)) AS compte,
       max(au_moins(valeur, borne_basse, precision)) AS bas, min(au_plus(valeur, borne_haute, precision)) AS haut
FROM mesures_publiees AS m
SEMI JOIN statuts_bornes AS s ON s.sujet_type = m.sujet_type AND s.sujet_id = m.sujet_id AND s.grandeur = m.grandeur
    AND s.annee IS NOT DISTINCT FROM m.annee
WHERE etat = 'validee'
GROUP BY ALL HAVING count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) = 1;

-- That a count is said by bounds, and how many counts a sum adds, is told of withheld ones too (mesures_publiees, effectifs).
CREATE TEMP TABLE bornes_tues AS
WITH tues AS (
    SELECT m.sujet_type, m.sujet_id, m.grandeur, m.annee, bool_or(precision <> 'minimum' AND chiffree) AS trop,
           count(*) = 1 AND NOT any_value(chiffree) AS sans_nombre
    FROM mesures_dites AS m
    JOIN secrets AS s ON s.sujet_type = m.sujet_type AND s.sujet_id = m.sujet_id AND s.grandeur = m.grandeur
        AND s.annee IS NOT DISTINCT FROM m.annee
    WHERE etat = 'validee' AND dit_par_bornes(precision)
    GROUP BY ALL
)
SELECT grandeur, niveau, territoire, annee, bool_or(trop) AS trop, count(*) FILTER (sans_nombre) AS n_tus
FROM tues JOIN (SELECT DISTINCT sujet_type, sujet_id, niveau, territoire FROM sujets_territoires) USING (sujet_type, sujet_id)
GROUP BY ALL;

CREATE TEMP TABLE moins_dits AS
WITH dites AS (
    SELECT sujet_type, sujet_id, grandeur, annee, max(au_moins(valeur, borne_basse, precision)) AS bas
    FROM mesures_publiees WHERE etat = 'validee'
    GROUP BY ALL HAVING count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) = 1 AND NOT bool_or(secret)
)
SELECT grandeur, niveau, territoire, annee, sum(bas) AS bas
FROM dites JOIN (SELECT DISTINCT sujet_type, sujet_id, niveau, territoire FROM sujets_territoires) USING (sujet_type, sujet_id)
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
           coalesce(plus_bas, 0) AS plus_bas, CASE WHEN d.grandeur IS NULL THEN 0 ELSE plus_haut END AS plus_haut,
           t.grandeur IS NOT NULL AS bornes_tues, coalesce(trop, false) AS trop, coalesce(n_tus, 0) AS n_tus,
           coalesce(m.bas, 0) AS bas_dit,
           CASE WHEN NOT e.secret AND (valeur IS NOT NULL OR n_sans_nombre > 0) THEN coalesce(valeur, 0) END AS base
    FROM effectifs AS e
    LEFT JOIN bornes_dites AS d ON d.grandeur = e.grandeur AND d.niveau = e.niveau AND d.territoire = e.territoire
        AND d.annee IS NOT DISTINCT FROM e.annee
    LEFT JOIN bornes_tues AS t ON t.grandeur = e.grandeur AND t.niveau = e.niveau AND t.territoire = e.territoire
        AND t.annee IS NOT DISTINCT FROM e.annee
    LEFT JOIN moins_dits AS m ON m.grandeur = e.grandeur AND m.niveau = e.niveau AND m.territoire = e.territoire
        AND m.annee IS NOT DISTINCT FROM e.annee
)
SELECT grandeur, niveau, territoire, annee, valeur, base + plus_compte AS compte, plus_compte AS ajout,
       CASE WHEN NOT trop THEN plus_bas END AS ajout_bas, CASE WHEN NOT bornes_tues THEN plus_haut END AS ajout_haut, bas_dit,
       CASE WHEN base IS NOT NULL THEN coalesce(base + ajout_bas, bas_dit) END AS bas, base + ajout_haut AS haut, n_sujets,
       n_renseignes + CASE WHEN secret THEN 0 ELSE n_sans_nombre END AS n_renseignes, n_bornes, n_approches,
       bornes_tues, n_tus, secret
FROM reunis
ORDER BY grandeur, niveau, annee, territoire;

DROP TABLE statuts_bornes; DROP TABLE mesures_bornees; DROP TABLE bornes_tues; DROP TABLE moins_dits; DROP TABLE bornes_dites;

CREATE MACRO totaux_de(quoi, echelle, premier, dernier) AS TABLE
WITH annees AS (
    SELECT territoire, sum(ajout) AS plus, bool_or(compte IS NOT NULL) AS dit,
           CASE WHEN bool_and(ajout_bas IS NOT NULL) THEN sum(ajout_bas) END AS plus_bas, somme_au_plus(ajout_haut, true) AS plus_haut,
           sum(coalesce(bas, bas_dit)) AS moins_dit,
           sum(n_approches)::BIGINT AS n_approches, sum(n_renseignes)::BIGINT AS n_renseignes, sum(n_sujets)::BIGINT AS n_sujets
    FROM totaux_personnes
    WHERE grandeur = quoi AND niveau = echelle AND (premier IS NULL OR annee >= premier) AND (dernier IS NULL OR annee <= dernier)
    GROUP BY territoire
),
sommes AS (
    SELECT a.*, e.secret, CASE WHEN NOT e.secret AND (e.valeur IS NOT NULL OR dit) THEN coalesce(e.valeur, 0) END AS base
    FROM annees AS a
    JOIN effectifs_de(quoi, echelle, premier, dernier) AS e ON e.territoire = a.territoire
)
SELECT territoire, base + plus AS compte, CASE WHEN base IS NOT NULL THEN coalesce(base + plus_bas, moins_dit) END AS bas,
       base + plus_haut AS haut, n_approches, n_renseignes, n_sujets, secret
FROM sommes;

-- As effectifs counts them: a subject is expected in the years when it is active, and in those of which it tells people,
-- be it another quantity than this one.
CREATE MACRO nombres_attendus(quoi) AS TABLE
WITH dites AS (FROM mesures_publiees WHERE etat = 'validee' AND grandeur = quoi AND annee IS NOT NULL),
attendus AS (
    SELECT sujet_type, sujet_id, niveau, territoire, annee FROM sujets_territoires_annees
    UNION
    SELECT sujet_type, sujet_id, niveau, territoire, m.annee FROM mesures_dites AS m JOIN sujets_territoires USING (sujet_type, sujet_id)
    WHERE m.annee IS NOT NULL AND grandeur IN (SELECT grandeur FROM effectifs)
)
SELECT niveau, territoire, annee, sujet_type, sujet_id, valeur, borne_basse, borne_haute, precision, secret, source, fichier, ligne,
       -- What several sources say in the same figures is one figure, the surest of them.
       CASE WHEN etat IS NOT NULL
            THEN count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) OVER memes = 1
                AND row_number() OVER (memes ORDER BY surete(precision), source, fichier, ligne) = 1 END AS compte,
       CASE WHEN compte THEN nombre_dit(valeur, borne_basse, borne_haute) END AS nombre,
       CASE precision WHEN 'minimum' THEN 'au moins' WHEN 'maximum' THEN 'au plus' WHEN 'approchee' THEN 'environ'
            WHEN 'intervalle' THEN borne_basse::BIGINT || ' à ' || borne_haute::BIGINT END AS precision_dite
FROM attendus LEFT JOIN dites USING (sujet_type, sujet_id, annee)
WINDOW memes AS (PARTITION BY niveau, territoire, annee, sujet_type, sujet_id);
