-- De combien de financeurs chaque structure dépend-elle, au dernier exercice dont ils sont nommés ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns structure_id VARCHAR : identifiant
-- returns structure VARCHAR : nom
-- returns annee INTEGER : dernier exercice où les budgets de ses actions nomment leurs financeurs
-- returns produits_eur DOUBLE : produits de ces budgets, en euros
-- returns secret BOOLEAN : un donateur privé apporte presque tout : ni son nom, ni les parts ne sont publiés
-- returns premier VARCHAR : financeur qui apporte le plus
-- returns part_premier DOUBLE : sa part des produits, de 0 à 1
-- returns hhi DOUBLE : somme des carrés des parts entre financeurs nommés, de 0 à 1
-- returns effectifs DOUBLE : nombre effectif de financeurs (1 ÷ somme des carrés des parts)
-- returns n_financeurs BIGINT : financeurs nommés
-- returns n_budgets BIGINT : budgets de l'exercice qui nomment leurs financeurs
-- returns n_attendus BIGINT : actions de l'exercice, ou la structure quand elle a son propre budget
WITH derniers AS (
    SELECT territoire AS structure_id, annee, financeur_id, famille, montant_eur FROM financeurs_cumules WHERE niveau = 'structure'
    QUALIFY annee = max(annee) OVER (PARTITION BY territoire)
),
parts AS (SELECT *, montant_eur / sum(montant_eur) OVER (PARTITION BY structure_id) AS part FROM derniers),
connues AS (
    SELECT structure_id, any_value(nom) AS nom, any_value(code_departement) AS code_departement, any_value(code_commune) AS code_commune
    FROM structures GROUP BY ALL
),
noms AS (SELECT DISTINCT ON (financeur_id) financeur_id, nom FROM financeurs_nommes),
comptes AS (
    SELECT structure_id, any_value(connues.nom) AS structure, any_value(parts.annee)::INTEGER AS annee,
           any_value(produits)::DOUBLE AS produits_eur,
           domine(max(montant_eur) FILTER (famille = 'Privé'), any_value(produits)) AS secret,
           arg_max(coalesce(noms.nom, financeur_id), montant_eur) AS premier,
           max(montant_eur) / nullif(any_value(produits), 0) AS part_premier, sum(part * part) AS hhi,
           1 / sum(part * part) AS effectifs, count(*) AS n_financeurs, any_value(n) AS n_budgets, any_value(n_total) AS n_attendus
    FROM parts JOIN connues USING (structure_id)
    JOIN produits_cumules ON niveau = 'structure' AND territoire = structure_id AND produits_cumules.annee = parts.annee
    LEFT JOIN noms USING (financeur_id)
    LEFT JOIN communes_bassins USING (code_commune)
    WHERE code_departement = $departement AND ($bassin IS NULL OR code_bassin = $bassin)
    GROUP BY structure_id
)
SELECT structure_id, structure, annee, CASE WHEN NOT secret THEN produits_eur END AS produits_eur, secret,
       CASE WHEN NOT secret THEN premier END AS premier, CASE WHEN NOT secret THEN part_premier END AS part_premier,
       CASE WHEN NOT secret THEN hhi END AS hhi, CASE WHEN NOT secret THEN effectifs END AS effectifs, n_financeurs,
       n_budgets, n_attendus
FROM comptes ORDER BY structure, structure_id
