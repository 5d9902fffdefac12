-- Combien coûte une participation à cette action ?
-- returns niveau VARCHAR : action
-- returns territoire VARCHAR : identifiant de l'action
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : charges réalisées, en euros
-- returns denominateur DOUBLE : participations validées de la même année ; un intervalle pour sa borne basse
-- returns n BIGINT : les mêmes participations
-- returns n_renseignes BIGINT : 1 : les deux sont connues
-- returns n_total BIGINT : 1
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : les participations sont masquées
-- returns au_moins DOUBLE : le moins que coûte une participation, quand leur nombre est dit par des bornes
-- returns au_plus DOUBLE : le plus ; vide quand il pourrait n'y en avoir aucune
WITH passages AS (
    SELECT sujet_id AS action_id, annee, max(nombre_dit(valeur, borne_basse, borne_haute)) AS participations,
           CASE WHEN bool_and(dit_par_bornes(precision)) THEN max(au_moins(valeur, borne_basse, precision)) END AS bas,
           CASE WHEN bool_and(dit_par_bornes(precision)) THEN min(au_plus(valeur, borne_haute, precision)) END AS haut,
           bool_or(secret) AS secret
    FROM mesures_publiees
    WHERE sujet_type = 'action' AND grandeur = 'participations' AND etat = 'validee' AND annee IS NOT NULL
    GROUP BY ALL HAVING count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) = 1
),
lignes AS (
    SELECT 'action' AS niveau, action_id AS territoire, passages.annee, sujet_type, sujet_id,
           'charges réalisées, et participations' AS dit, charges::DOUBLE AS numerateur, participations::DOUBLE AS denominateur,
           secret, bas, haut
    FROM budgets_uniques JOIN passages ON sujet_id = action_id AND budgets_uniques.annee = passages.annee
    WHERE sujet_type = 'action' AND nature = 'realise' AND charges IS NOT NULL
)
SELECT niveau, territoire, annee, numerateur, denominateur, denominateur::BIGINT AS n, 1::BIGINT AS n_renseignes, 1::BIGINT AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret, (numerateur / nullif(haut, 0))::DOUBLE AS au_moins,
       (numerateur / nullif(bas, 0))::DOUBLE AS au_plus
FROM lignes
