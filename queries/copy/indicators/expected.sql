-- The values to judge: what the SQL of indicators returned, and what it should have, from the first to the last year of
-- facts of each département. Communes, structures and actions are those that the SQL names.
-- temp attendues : one row an indicator, territory and year to judge, with the counts that its SQL returned, if any

CREATE TEMP TABLE attendues AS
WITH annees_suivies AS (
    SELECT code_departement, unnest(range(min(annee), max(annee) + 1))::INTEGER AS annee
    FROM (
        SELECT territoire AS code_departement, unnest([annee_debut, annee_fin]) AS annee
        FROM sujets_territoires WHERE niveau = 'departement'
        UNION ALL
        SELECT code_departement, annee FROM seances_connues
    )
    WHERE annee IS NOT NULL GROUP BY code_departement
),
niveaux_voulus AS (SELECT id AS indicateur, unnest(niveaux) AS niveau FROM indicateurs WHERE erreur IS NULL),
grille AS (
    SELECT indicateur, niveau, territoire, annee
    FROM niveaux_voulus JOIN territoires_niveaux USING (niveau) JOIN annees_suivies USING (code_departement)
    WHERE niveau IN ('departement', 'bassin', 'epci')
),
lignes AS (
    SELECT coalesce(b.indicateur, g.indicateur) AS indicateur, coalesce(b.niveau, g.niveau) AS niveau,
           coalesce(b.territoire, g.territoire) AS territoire, coalesce(b.annee, g.annee) AS annee,
           numerateur, denominateur, n, n_renseignes, n_total, reference, variance, secret, au_moins, au_plus
    FROM indicateurs_bruts AS b
    FULL JOIN grille AS g
        ON b.indicateur = g.indicateur AND b.niveau = g.niveau AND b.territoire = g.territoire AND b.annee = g.annee
),
seuls AS (
    SELECT code_departement FROM territoires_niveaux WHERE niveau = 'bassin' GROUP BY code_departement HAVING count(*) = 1
),
reportees AS (
    SELECT niveau, territoire, annee, annee_population FROM populations_territoires WHERE annee_population <> annee
)
SELECT (row_number() OVER ())::INTEGER AS ligne, lignes.*, nom, code_departement, rang,
       entre = 'bassins' AND niveau = 'bassin' AND code_departement IN (SELECT code_departement FROM seuls) AS seul,
       make_date(lignes.annee, 12, 31) > observation.jour AS annee_en_cours,
       CASE WHEN list_contains(champs, 'population') THEN annee_population END AS annee_population,
       CASE WHEN list_contains(champs, 'indice des prix') THEN reserve END AS reserve_prix,
       CASE WHEN regle = 'K4' AND niveau IN ('commune', 'epci')
            THEN dense_rank() OVER (ORDER BY rang, niveau, code_departement, lignes.annee) END AS lissage
FROM lignes
JOIN territoires_possibles USING (niveau, territoire)
JOIN (SELECT id AS indicateur, rang, champs, regle, entre FROM indicateurs) USING (indicateur)
CROSS JOIN (SELECT jour FROM observation) AS observation
LEFT JOIN reportees USING (niveau, territoire, annee)
LEFT JOIN (SELECT annee, reserve FROM prix_constants) AS prix ON prix.annee = lignes.annee;
