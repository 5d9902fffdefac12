-- The gaps to judge: two bassins, or an EPCI and the others of its département together, and why one cannot be tested.
-- temp ecarts_a_juger : one row an indicator, level, département, year and pair of territories

-- People counted by sessions or by actions come in groups, which no interval here allows for: only what is counted one
-- by one is tested. The others of a territory are taken together, which asks for values that add up.
CREATE TEMP TABLE ecarts_a_juger AS
WITH retenues AS (
    SELECT v.indicateur, v.niveau, v.code_departement, v.annee, v.territoire, v.nom, t.ordre, v.valeur,
           numerateur AS compte, denominateur AS base, calcul,
           CASE calcul WHEN 'proportion' THEN 100 ELSE facteur END AS facteur,
           CASE WHEN calcul = 'compte' THEN 'un nombre, non rapporté à la taille du territoire'
                WHEN calcul LIKE 'ecart%' THEN 'il se lit par rapport à zéro'
                WHEN calcul NOT IN ('proportion', 'taux') OR intervalle NOT IN ('wilson', 'poisson')
                THEN 'aucun intervalle de comptage ne convient'
                WHEN n_compte NOT IN ('actions', 'actions et événements', 'actions terminées', 'fiches', 'communes')
                THEN 'les personnes viennent par groupes'
           END AS raison
    FROM indicateurs_valeurs AS v
    JOIN territoires_ordonnes AS t USING (niveau, territoire)
    JOIN indicateurs AS i ON i.id = v.indicateur
    WHERE v.niveau IN ('bassin', 'epci') AND v.valeur IS NOT NULL
),
autres AS (
    SELECT *, sum(compte) OVER ensemble - compte AS compte_b, sum(base) OVER ensemble - base AS base_b
    FROM retenues WHERE niveau = 'epci'
    WINDOW ensemble AS (PARTITION BY indicateur, niveau, code_departement, annee)
)
SELECT indicateur, niveau, code_departement, annee, a.territoire AS territoire_a, a.nom AS nom_a,
       b.territoire AS territoire_b, b.nom AS nom_b, a.valeur AS valeur_a, b.valeur AS valeur_b, a.compte AS compte_a,
       a.base AS base_a, b.compte AS compte_b, b.base AS base_b, a.calcul, a.facteur, a.raison
FROM retenues AS a JOIN retenues AS b USING (indicateur, niveau, code_departement, annee)
WHERE niveau = 'bassin' AND a.ordre < b.ordre
UNION ALL
SELECT indicateur, niveau, code_departement, annee, territoire, nom, NULL, 'les autres, réunies', valeur,
       CASE WHEN raison IS NULL THEN facteur * compte_b / base_b END, compte, base, compte_b, base_b, calcul, facteur,
       raison
FROM autres WHERE raison IS NOT NULL OR base_b > 0;
