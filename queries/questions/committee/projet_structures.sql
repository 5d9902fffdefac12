-- Quelles structures portent un projet social, avec quels agréments, jusqu'à quand ?
-- param sujet VARCHAR : identifiant du projet
-- returns structure_id VARCHAR : identifiant
-- returns structure VARCHAR : nom
-- returns role VARCHAR : rôle ; vide si personne ne l'a relu
-- returns gouvernance VARCHAR : comment on y décide ; vide si inconnu
-- returns organisme VARCHAR : qui agrée ; vide sans agrément connu
-- returns objet VARCHAR : objet de l'agrément
-- returns debut DATE : premier jour ; vide si inconnu
-- returns fin DATE : dernier jour ; vide si inconnu
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns fini BOOLEAN : fini le jour d'observation
WITH membres AS (
    SELECT structure_id, any_value(role ORDER BY source) AS role, any_value(gouvernance ORDER BY source) AS gouvernance
    FROM projets_structures WHERE projet_id = $sujet GROUP BY structure_id
),
noms AS (SELECT structure_id, any_value(nom ORDER BY source) AS nom FROM structures GROUP BY structure_id)
SELECT DISTINCT structure_id, coalesce(nom, structure_id) AS structure, role, gouvernance, organisme, objet, debut, fin, precision,
       coalesce(fin <= jour, false) AS fini
FROM membres CROSS JOIN observation LEFT JOIN noms USING (structure_id) LEFT JOIN agrements USING (structure_id)
ORDER BY role <> 'coordination', structure, fin NULLS LAST, objet
