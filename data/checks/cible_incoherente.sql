-- Une cible porte sur un bassin de son département, vient après sa référence, n'est pas fixée après son échéance, et vaut moins d'un billion.
-- gravite bloquant
WITH bassins AS (SELECT code_zone, nom, code_departement AS departement_bassin FROM tout.zones WHERE division = 'bassin'),
cibles AS (SELECT * FROM arrivee.cibles LEFT JOIN bassins USING (code_zone))
SELECT fichier, ligne, 'code_zone' AS colonne, code_zone AS valeur,
       'le bassin ' || nom || ' est du département ' || departement_bassin || ' et non ' || code_departement AS raison
FROM cibles WHERE departement_bassin <> code_departement
UNION ALL
SELECT fichier, ligne, 'annee_reference', annee_reference_fin::VARCHAR,
       'la référence finit en ' || annee_reference_fin || ' mais son début manque'
FROM cibles WHERE annee_reference IS NULL AND annee_reference_fin IS NOT NULL
UNION ALL
SELECT fichier, ligne, 'annee_cible', annee_cible::VARCHAR,
       'la cible vise ' || annee_cible || ' mais a été fixée le ' || strftime(fixee_le, '%d/%m/%Y')
FROM cibles WHERE year(fixee_le) > annee_cible
UNION ALL
SELECT fichier, ligne, champ, valeur::VARCHAR, 'aucune valeur d''un indicateur n''est aussi grande : corrigez-la'
FROM (UNPIVOT arrivee.cibles ON valeur_cible, valeur_reference INTO NAME champ VALUE valeur)
WHERE NOT isfinite(valeur) OR abs(valeur) > 1e12
ORDER BY fichier, ligne
