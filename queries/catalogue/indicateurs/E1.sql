-- Quelle part des personnes mobilisées pour les actions sont bénévoles ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : bénévoles, pour autant d'actions que de professionnels ; un intervalle pour sa borne basse
-- returns denominateur DOUBLE : bénévoles et professionnels, de même
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : actions et événements où le moins connu des deux nombres l'est
-- returns n_total BIGINT : actions et événements actifs dans l'année, ou qui disent alors un nombre de personnes
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
-- returns au_moins DOUBLE : le moins que dise le quotient, quantités dites par des bornes comprises ; vide s'il est exact, ou quand rien ne le dit
-- returns au_plus DOUBLE : le plus ; vide aussi quand rien ne le dit
WITH benevoles AS (FROM totaux_personnes WHERE grandeur = 'benevoles'),
professionnels AS (FROM totaux_personnes WHERE grandeur = 'professionnels'),
-- One count may be known for more actions than the other: both are brought to the fewer, at their mean an action.
mobilises AS (
    SELECT niveau, territoire, annee, b.n_sujets, least(b.n_renseignes, p.n_renseignes) AS connues,
           b.compte * connues / b.n_renseignes AS benevoles, p.compte * connues / p.n_renseignes AS professionnels,
           -- Of a withheld interval the number is left out, not the action: the least that is certain counts it for zero.
           b.n_renseignes + b.n_tus AS de_benevoles, p.n_renseignes + p.n_tus AS de_professionnels,
           least(de_benevoles, de_professionnels) AS bornees,
           b.bas * bornees / de_benevoles AS benevoles_bas, b.haut * bornees / de_benevoles AS benevoles_haut,
           p.bas * bornees / de_professionnels AS professionnels_bas, p.haut * bornees / de_professionnels AS professionnels_haut,
           b.n_bornes + p.n_bornes > 0 OR b.bornes_tues OR p.bornes_tues AS bornes, b.secret OR p.secret AS secret
    FROM benevoles AS b JOIN professionnels AS p USING (niveau, territoire, annee)
    WHERE niveau IN ('departement', 'bassin')
),
quotients AS (
    SELECT *, CASE WHEN bornes THEN benevoles_bas / nullif(benevoles_bas + professionnels_haut, 0) END AS au_moins,
           CASE WHEN bornes THEN benevoles_haut / nullif(benevoles_haut + professionnels_bas, 0) END AS au_plus
    FROM mobilises
),
-- The rows are what is published of each, times what brings it to the fewer; the totals are made from what is not, too.
lignes AS (
    SELECT niveau, territoire, annee, sujet_type, sujet_id, concat_ws(', ', 'bénévoles', precision_dite) AS dit,
           nombre * connues / b.n_renseignes AS numerateur, nombre * connues / b.n_renseignes AS denominateur, n.secret, source, fichier, ligne
    FROM nombres_attendus('benevoles') AS n JOIN mobilises USING (niveau, territoire, annee)
    JOIN benevoles AS b USING (niveau, territoire, annee)
    UNION ALL
    SELECT niveau, territoire, annee, sujet_type, sujet_id, concat_ws(', ', 'professionnels', precision_dite),
           CASE WHEN nombre IS NOT NULL THEN 0 END, nombre * connues / p.n_renseignes, n.secret, source, fichier, ligne
    FROM nombres_attendus('professionnels') AS n JOIN mobilises USING (niveau, territoire, annee)
    JOIN professionnels AS p USING (niveau, territoire, annee)
)
SELECT niveau, territoire, annee, benevoles AS numerateur, benevoles + professionnels AS denominateur,
       round(benevoles + professionnels)::BIGINT AS n, connues AS n_renseignes, n_sujets AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret,
       -- Where nothing says the most of either, the share may be any: it is not told as if it were exact.
       CASE WHEN bornes AND au_moins IS NULL AND au_plus IS NULL AND benevoles + professionnels IS NOT NULL THEN 0 ELSE au_moins END AS au_moins,
       au_plus
FROM quotients
