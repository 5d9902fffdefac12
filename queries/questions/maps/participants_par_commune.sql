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
-- returns bas DOUBLE : au moins, d'après les bornes publiées ; vide si rien n'est connu, ou secret
-- returns haut DOUBLE : au plus ; vide aussi quand rien ne le dit
-- returns bornes_tues BOOLEAN : un effectif masqué est dit par des bornes : rien ne dit le plus
-- returns secret BOOLEAN : masquée par le secret statistique
-- returns n_sujets BIGINT : actions et événements qui ont cette quantité
-- returns n_minimums BIGINT : dont ceux dont on ne connaît qu'un minimum
-- returns n_intervalles BIGINT : dont ceux que dit un intervalle ou un maximum
-- returns n_partages BIGINT : dont ceux qui ont lieu dans plusieurs communes (comptés dans chacune, une fois dans un total)
-- returns n_divergents BIGINT : dont ceux pour lesquels plusieurs chiffres s'opposent (aucun n'est retenu)
WITH par_sujet AS (
    SELECT sujet_type, sujet_id, annee, grandeur, count(*) > 1 AS divergent, bool_and(precision = 'minimum') AS minimum,
           bool_and(precision IN ('intervalle', 'maximum')) AS intervalle
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
           count(*) FILTER (intervalle) AS n_intervalles,
           count(*) FILTER (n_communes > 1) AS n_partages, count(*) FILTER (divergent) AS n_divergents
    FROM par_sujet JOIN lieux USING (sujet_type, sujet_id)
    GROUP BY ALL
)
SELECT code_commune, communes.nom AS commune, comptes.annee, comptes.grandeur, totaux.valeur,
       bas, haut, coalesce(bornes_tues, false) AS bornes_tues, coalesce(totaux.secret, false) AS secret, comptes.n_sujets, n_minimums,
       n_intervalles, n_partages, n_divergents
FROM comptes
JOIN communes USING (code_commune)
LEFT JOIN communes_bassins USING (code_commune)
LEFT JOIN totaux_personnes AS totaux ON totaux.niveau = 'commune' AND totaux.territoire = code_commune
    AND totaux.grandeur = comptes.grandeur AND totaux.annee IS NOT DISTINCT FROM comptes.annee
WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
ORDER BY code_commune, comptes.annee NULLS LAST, comptes.grandeur
