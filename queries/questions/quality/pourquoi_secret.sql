-- Pourquoi ces nombres ne sont-ils pas dits aux lecteurs ?
-- param sujet VARCHAR : ce dont on parle : « action:ID », « seance:ID », « bassin:032 »…
-- param annee INTEGER facultatif : année
-- returns quoi VARCHAR : mesure (d'un sujet), presence (à une séance), college (leur total), effectif (somme d'un territoire), periode (la même, toutes années confondues) ou argent
-- returns grandeur VARCHAR : ce qui est compté
-- returns annee INTEGER : année ; vide si inconnue, ou pour toutes les années
-- returns college VARCHAR : collège, pour une présence
-- returns bassin VARCHAR : bassin d'où viennent les présents, s'il est dit
-- returns motif VARCHAR : seuil, sensible, complementaire, anterieur, ensemble ou dominance
-- returns seuil DOUBLE : plus petit nombre publié, ou part (0 à 1) qu'un seul donateur peut apporter
-- returns protege VARCHAR[] : sommes publiées qui donneraient un autre nombre, de la plus petite à la plus grande
-- returns couvre VARCHAR[] : ce qu'elles donneraient, ou ce avec quoi ce nombre est masqué
-- returns raison VARCHAR : le motif en une phrase
WITH tus AS (FROM secrets_motifs WHERE sujet = $sujet AND ($annee IS NULL OR annee = $annee)),
cles AS (SELECT DISTINCT unnest(protege || couvre) AS cle FROM tus),
noms AS (SELECT financeur_id, any_value(nom) AS nom FROM financeurs_nommes GROUP BY ALL),
dites AS (
    SELECT coalesce(map_from_entries(list({k: cle, v: coalesce(
               CASE niveau WHEN 'departement' THEN 'département' WHEN 'epci' THEN 'EPCI' ELSE niveau END
                   || ' ' || t.nom || ' (' || territoire || ')',
               '« ' || titre || ' »', noms.nom, cle)})), MAP {}) AS mots
    FROM cles
    LEFT JOIN territoires_niveaux AS t ON cle = niveau || ':' || territoire
    LEFT JOIN sujets ON cle = sujet_type || ':' || sujet_id
    LEFT JOIN noms ON cle = financeur_id
),
lues AS (
    SELECT tus.*, list_transform(protege, cle -> mots[cle]).array_to_string(', ') AS sommes,
           list_transform(couvre, cle -> mots[cle]).array_to_string(', ') AS couverts
    FROM tus CROSS JOIN dites
)
SELECT quoi, grandeur, annee, college, code_zone AS bassin, motif, seuil, protege, couvre,
       CASE motif
           WHEN 'seuil' THEN 'moins de ' || seuil::INTEGER || ' (seuil commun)'
           WHEN 'sensible' THEN 'moins de ' || seuil::INTEGER || ' (seuil des actions sensibles)'
           WHEN 'ensemble' THEN 'masqué avec ' || couverts || ' : les mêmes personnes'
           WHEN 'anterieur' THEN CASE len(couvre)
                WHEN 0 THEN 'une lecture précédente le révélerait, ou révélerait avec lui un autre nombre'
                ELSE 'publié, il donnerait avec une lecture précédente ' || couverts END
           WHEN 'dominance' THEN 'plus de ' || round(100 * seuil)::INTEGER || ' % viennent d''un seul donateur privé, ' || couverts
           ELSE CASE len(protege)
                    WHEN 0 THEN 'publié, il donnerait ' WHEN 1 THEN 'sans lui, la somme publiée de ' || sommes || ' donnerait '
                    ELSE 'sans lui, les sommes publiées de ' || sommes || ' donneraient ' END || couverts
       END AS raison
FROM lues ORDER BY annee NULLS LAST, quoi, grandeur, college, code_zone
