-- What pages list of counts of people, from what is published.
-- table evenements_listes : one row an event, the figures of attendance that it is published with, each once
-- table divergences_relevees : one row a subject, quantity and year on which published statements disagree
-- table personnes_publiees : one row an action or event and year: how many people it reached, when its statements say
--   one figure; bas and haut as in totaux_personnes

-- ``secret``: one statement at least is withheld.
CREATE OR REPLACE TABLE evenements_listes AS
WITH dites AS (
    SELECT sujet_id AS evenement_id, chiffre_dit(valeur, borne_basse, borne_haute) AS chiffre, chiffre[1] AS nombre,
           chiffre[2] AS au_plus_dit, arg_min(precision, surete(precision)) AS precision, secret
    FROM mesures_publiees
    WHERE sujet_type = 'evenement' AND etat = 'validee' AND grandeur IN ('participants_distincts', 'participations')
    GROUP BY ALL
),
affluences AS (
    SELECT evenement_id, list(nombre ORDER BY nombre, au_plus_dit) FILTER (NOT secret) AS affluences,
           list(au_plus_dit ORDER BY nombre, au_plus_dit) FILTER (NOT secret) AS affluences_hautes,
           list(precision ORDER BY nombre, au_plus_dit) FILTER (NOT secret) AS precisions, bool_or(secret) AS secret
    FROM dites GROUP BY ALL
)
SELECT evenement_id, serie, evenements_situes.nom, edition, tenu_le, precision, organisateur,
       evenements_situes.code_departement AS departement, code_commune, communes.nom AS commune, code_bassin AS bassin,
       theme, n_sources, coalesce(affluences, []) AS affluences, coalesce(affluences_hautes, []) AS affluences_hautes,
       coalesce(precisions, []) AS precisions,
       coalesce(secret, false) AS secret
FROM evenements_situes
LEFT JOIN affluences USING (evenement_id)
LEFT JOIN communes USING (code_commune);

CREATE OR REPLACE TABLE divergences_relevees AS
WITH dites AS (
    SELECT *, nombre_dit(valeur, borne_basse, borne_haute) AS nombre, coalesce(borne_haute, nombre) AS au_plus_dit
    FROM mesures_publiees WHERE etat = 'validee' AND sujet_type IN ('evenement', 'seance') AND NOT secret
)
SELECT sujet_type, sujet_id, any_value(sujets.titre) AS titre, grandeur, annee,
       list(nombre ORDER BY nombre, au_plus_dit) AS valeurs, list(au_plus_dit ORDER BY nombre, au_plus_dit) AS valeurs_hautes,
       list(precision ORDER BY nombre, au_plus_dit) AS precisions, list(texte_source ORDER BY nombre, au_plus_dit) AS textes,
       list(dites.source ORDER BY nombre, au_plus_dit) AS sources
FROM dites JOIN sujets USING (sujet_type, sujet_id)
GROUP BY sujet_type, sujet_id, grandeur, annee
HAVING count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) > 1;

CREATE OR REPLACE TABLE personnes_publiees AS
WITH dites AS (
    SELECT numero, annee, count(DISTINCT chiffre_dit(valeur, borne_basse, borne_haute)) = 1 AS seule, max(valeur) AS valeur,
           max(au_moins(valeur, borne_basse, precision)) AS bas, min(au_plus(valeur, borne_haute, precision)) AS haut,
           bool_and(precision = 'approchee') AS approche, bool_or(secret) AS secret
    FROM mesures_publiees JOIN sujets USING (sujet_type, sujet_id)
    WHERE etat = 'validee' AND grandeur = 'participants_distincts' AND sujet_type IN ('action', 'evenement')
    GROUP BY numero, annee
)
SELECT numero, annee, CASE WHEN seule THEN valeur END AS valeur, CASE WHEN seule AND NOT secret THEN bas END AS bas,
       CASE WHEN seule AND NOT secret THEN haut END AS haut, CASE WHEN seule AND approche THEN 1 ELSE 0 END AS n_approches, secret
FROM dites ORDER BY numero, annee;
