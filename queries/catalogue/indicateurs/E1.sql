-- Quelle part des personnes mobilisées pour les actions sont bénévoles ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : bénévoles, pour autant d'actions que de professionnels ; un intervalle pour sa borne basse
-- returns denominateur DOUBLE : bénévoles et professionnels, de même
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : actions et événements où le moins connu des deux nombres l'est
-- returns n_total BIGINT : actions et événements de l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
-- returns au_moins DOUBLE : le moins que dise le quotient, quantités dites par des bornes comprises ; vide s'il est exact, ou si ses bornes sont masquées
-- returns au_plus DOUBLE : le plus ; vide aussi quand rien ne le dit
WITH benevoles AS (FROM totaux_personnes WHERE grandeur = 'benevoles'),
professionnels AS (FROM totaux_personnes WHERE grandeur = 'professionnels'),
-- One count may be known for more actions than the other: both are brought to the fewer, at their mean an action.
mobilises AS (
    SELECT niveau, territoire, annee, b.n_sujets, least(b.n_renseignes, p.n_renseignes) AS connues,
           connues / b.n_renseignes AS des_benevoles, connues / p.n_renseignes AS des_professionnels,
           b.compte * des_benevoles AS benevoles, b.bas * des_benevoles AS benevoles_bas, b.haut * des_benevoles AS benevoles_haut,
           p.compte * des_professionnels AS professionnels, p.bas * des_professionnels AS professionnels_bas,
           p.haut * des_professionnels AS professionnels_haut, b.n_bornes + p.n_bornes AS n_bornes, b.secret OR p.secret AS secret
    FROM benevoles AS b JOIN professionnels AS p USING (niveau, territoire, annee)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, benevoles AS numerateur, benevoles + professionnels AS denominateur,
       round(benevoles + professionnels)::BIGINT AS n, connues AS n_renseignes, n_sujets AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret,
       CASE WHEN n_bornes > 0 THEN benevoles_bas / nullif(benevoles_bas + professionnels_haut, 0) END AS au_moins,
       CASE WHEN n_bornes > 0 THEN benevoles_haut / nullif(benevoles_haut + professionnels_bas, 0) END AS au_plus
FROM mobilises
