-- Combien de personnes, par commune, par an et par grandeur, d'après les quantités validées ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns code_commune VARCHAR : code COG
-- returns commune VARCHAR : nom
-- returns annee INTEGER : année, vide si inconnue
-- returns grandeur VARCHAR : participants_distincts (personnes) ou participations (présences)
-- returns valeur DOUBLE : somme des valeurs écrites, vide si aucune quantité n'a de valeur ou si la somme est secrète
-- returns secret BOOLEAN : masquée par le secret statistique
-- returns n_sujets BIGINT : actions et événements qui ont cette quantité
-- returns n_minimums BIGINT : dont ceux dont on ne connaît qu'un minimum
-- returns n_partages BIGINT : dont ceux qui ont lieu dans plusieurs communes (comptés dans chacune, une fois dans un total)
-- returns n_divergents BIGINT : dont ceux pour lesquels plusieurs chiffres s'opposent (aucun n'est retenu)
WITH par_sujet AS (
    SELECT sujet_type, sujet_id, annee, grandeur, count(*) > 1 AS divergent, bool_and(precision = 'minimum') AS minimum
    FROM mesures_publiees
    WHERE etat = 'validee' AND grandeur IN ('participants_distincts', 'participations')
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
    GROUP BY ALL
),
lieux AS (
    SELECT sujet_type, sujet_id, territoire AS code_commune, count(*) OVER (PARTITION BY sujet_type, sujet_id) AS n_communes
    FROM sujets_territoires WHERE niveau = 'commune'
),
comptes AS (
    SELECT code_commune, annee, grandeur, count(*) AS n_sujets, count(*) FILTER (minimum) AS n_minimums,
           count(*) FILTER (n_communes > 1) AS n_partages, count(*) FILTER (divergent) AS n_divergents
    FROM par_sujet JOIN lieux USING (sujet_type, sujet_id)
    GROUP BY ALL
)
SELECT code_commune, communes.nom AS commune, comptes.annee, comptes.grandeur, effectifs.valeur,
       coalesce(effectifs.secret, false) AS secret, comptes.n_sujets, n_minimums, n_partages, n_divergents
FROM comptes
JOIN communes USING (code_commune)
LEFT JOIN communes_bassins USING (code_commune)
LEFT JOIN effectifs ON effectifs.niveau = 'commune' AND effectifs.territoire = code_commune
    AND effectifs.grandeur = comptes.grandeur AND effectifs.annee IS NOT DISTINCT FROM comptes.annee
WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
ORDER BY code_commune, comptes.annee NULLS LAST, comptes.grandeur
