-- Combien de partenaires une action réunit-elle d'ordinaire ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : médiane du nombre de partenaires distincts ; vide quand le champ dit toujours la même valeur
-- returns denominateur DOUBLE : sans objet
-- returns n BIGINT : actions dont les partenaires apprennent quelque chose
-- returns n_renseignes BIGINT : actions dont les partenaires sont renseignés
-- returns n_total BIGINT : actions actives dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH declares AS (
    SELECT action_id, count(DISTINCT plie(partenaire)) AS partenaires,
           bool_and(source IN (SELECT source FROM sources_constantes)) AS constante
    FROM actions_partenaires GROUP BY ALL
)
SELECT niveau, territoire, annee, median(partenaires) FILTER (NOT constante) AS numerateur, NULL::DOUBLE AS denominateur,
       count(partenaires) FILTER (NOT constante) AS n, count(partenaires) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_annees LEFT JOIN declares USING (action_id)
WHERE niveau IN ('departement', 'bassin')
GROUP BY niveau, territoire, annee
