-- Combien de partenaires une action réunit-elle d'ordinaire ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : médiane du nombre de partenaires distincts 
-- returns denominateur DOUBLE : sans objet
-- returns n BIGINT : actions dont les partenaires apprennent quelque chose
-- returns n_renseignes BIGINT : les mêmes
-- returns n_total BIGINT : actions actives dans l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH declares AS (
    SELECT action_id, count(DISTINCT plie(partenaire)) AS partenaires,
           string_agg(DISTINCT partenaire, ', ' ORDER BY partenaire) AS dit
    FROM actions_partenaires WHERE source NOT IN (SELECT source FROM sources_constantes) GROUP BY action_id
),
lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, dit, partenaires::DOUBLE AS numerateur
    FROM actions_annees LEFT JOIN declares USING (action_id)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, median(numerateur) AS numerateur, NULL::DOUBLE AS denominateur,
       count(numerateur) AS n, count(numerateur) AS n_renseignes, count(*) AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
