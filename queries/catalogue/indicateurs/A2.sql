-- Combien de participations les actions et les événements recueillent-ils, rapportées aux habitants ?
-- returns niveau VARCHAR : departement, bassin, epci ou commune
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : participations (passages), validées ; un intervalle pour sa borne basse
-- returns denominateur DOUBLE : population municipale
-- returns n BIGINT : actions et événements dont les participations sont connues
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions et événements actifs dans l'année, ou qui disent alors un nombre de personnes
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
-- returns au_moins DOUBLE : le moins que dise le quotient, quantités dites par des bornes comprises ; vide s'il est exact
-- returns au_plus DOUBLE : le plus ; vide aussi quand rien ne le dit, ou qu'un effectif masqué est dit par des bornes
-- The rows are what is published of each; the total is made from what is not, too.
WITH lignes AS (
    SELECT niveau, territoire, annee, sujet_type, sujet_id, precision_dite AS dit, nombre AS numerateur, secret, source, fichier, ligne
    FROM nombres_attendus('participations')
)
SELECT niveau, territoire, annee, compte AS numerateur, population::DOUBLE AS denominateur, n_renseignes AS n, n_renseignes,
       n_sujets AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret,
       CASE WHEN n_bornes > 0 OR bornes_tues THEN bas / population END AS au_moins,
       CASE WHEN n_bornes > 0 THEN haut / population END AS au_plus
FROM totaux_personnes LEFT JOIN populations_territoires USING (niveau, territoire, annee)
WHERE grandeur = 'participations' AND annee IS NOT NULL
