-- Combien d'euros de subventions accordées cela fait-il par habitant ?
-- returns niveau VARCHAR : departement, bassin ou epci
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : exercice
-- returns numerateur DOUBLE : subventions accordées, part du territoire, aux prix de la dernière année de l'indice ; vide avant le premier indice
-- returns denominateur DOUBLE : population municipale
-- returns n BIGINT : actions dont un montant accordé est connu
-- returns n_renseignes BIGINT : les mêmes ; sous le département, seulement si la commune des actions y est connue
-- returns n_total BIGINT : actions actives dans l'année, ou dont un budget ou une subvention porte cet exercice
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH lignes AS (
    SELECT niveau, territoire, annee, 'action' AS sujet_type, action_id AS sujet_id, montant_eur * part AS ici_eur,
           ici_eur * coefficient AS numerateur
    FROM actions_exercices LEFT JOIN subventions_accordees USING (action_id, annee) LEFT JOIN prix_constants USING (annee)
    WHERE niveau IN ('departement', 'bassin', 'epci')
),
sommes AS (
    SELECT niveau, territoire, annee, sum(numerateur) AS constants, count(ici_eur) AS n, count(*) AS n_total FROM lignes GROUP BY ALL
)
SELECT niveau, territoire, annee, constants AS numerateur, population::DOUBLE AS denominateur, n, n AS n_renseignes, n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM sommes LEFT JOIN populations_territoires USING (niveau, territoire, annee)
