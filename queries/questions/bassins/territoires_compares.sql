-- Combien d'habitants et d'actions actives chaque territoire d'un département compte-t-il dans l'année ?
-- param departement VARCHAR : code du département
-- param niveau VARCHAR : bassin ou epci
-- param annee INTEGER : année
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns code_bassin VARCHAR : bassin de vie, celui de la plupart de ses communes
-- returns population BIGINT : population municipale de l'année, à défaut de la plus proche ; vide si inconnue
-- returns n_actions BIGINT : actions actives (une action dans deux territoires compte dans chacun) ; vide quand aucune n'est datée de cette année dans le département
WITH actives AS (
    SELECT territoire, count(*) AS n FROM actions_annees WHERE niveau = $niveau AND annee = $annee GROUP BY territoire
),
suivi AS (FROM actions_situees_annees WHERE code_departement = $departement AND annee = $annee)
SELECT lieux.territoire, lieux.nom, lieux.code_bassin, population,
       CASE WHEN n_actions IS NOT NULL THEN coalesce(n, 0) END AS n_actions
FROM territoires_ordonnes AS lieux
LEFT JOIN suivi ON true
LEFT JOIN actives USING (territoire)
LEFT JOIN populations_territoires AS p ON p.niveau = lieux.niveau AND p.territoire = lieux.territoire AND p.annee = $annee
WHERE lieux.code_departement = $departement AND lieux.niveau = $niveau
ORDER BY ordre
