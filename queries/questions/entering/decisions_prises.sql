-- Quelles validations et quelles fusions comptent, par qui, de la dernière à la première ?
-- returns source VARCHAR : chargement, à annuler pour les reprendre
-- returns auteur VARCHAR : qui les a enregistrées
-- returns fonction VARCHAR : sa fonction
-- returns motif VARCHAR : pourquoi
-- returns enregistree_le TIMESTAMP : quand (UTC)
-- returns n_acceptees BIGINT : affirmations acceptées
-- returns n_refusees BIGINT : affirmations refusées
-- returns n_ecartees BIGINT : affirmations qui cèdent à une autre
-- returns n_fusions BIGINT : structures fondues dans une autre
WITH decidees AS (
    SELECT source, count(*) FILTER (decision = 'acceptee') AS n_acceptees,
           count(*) FILTER (decision = 'refusee') AS n_refusees, count(*) FILTER (decision = 'ecartee') AS n_ecartees
    FROM arbitrages GROUP BY source
),
fondues AS (SELECT source, count(*) AS n_fusions FROM fusions GROUP BY source)
SELECT source, chargee_par AS auteur, fonction, motif, chargee_le AS enregistree_le, coalesce(n_acceptees, 0) AS n_acceptees,
       coalesce(n_refusees, 0) AS n_refusees, coalesce(n_ecartees, 0) AS n_ecartees, coalesce(n_fusions, 0) AS n_fusions
FROM sources
JOIN saisies USING (source)
LEFT JOIN decidees USING (source)
LEFT JOIN fondues USING (source)
-- A correction sets aside what it replaces: it is no decision about a proposal.
WHERE etat = 'active' AND (n_fusions > 0 OR starts_with(titre, 'Validation '))
ORDER BY rang DESC
