-- Quels indicateurs ont une valeur, à chaque niveau de territoire, dans un département ou en France ?
-- param departement VARCHAR facultatif : code du département ; vide : la France, par département
-- returns indicateur VARCHAR : identifiant
-- returns titre VARCHAR : titre
-- returns unite VARCHAR : unité
-- returns niveau VARCHAR : commune, epci, bassin ou departement
-- returns n_compte VARCHAR : ce que l'effectif compte
-- returns premiere_annee INTEGER : première année qui a une valeur
-- returns derniere_annee INTEGER : dernière année qui a une valeur
SELECT indicateur, titre, unite, niveau, n_compte, min(annee) AS premiere_annee, max(annee) AS derniere_annee
FROM indicateurs_valeurs JOIN indicateurs ON id = indicateur
WHERE coalesce(lisse, valeur) IS NOT NULL
  AND CASE WHEN $departement IS NULL THEN niveau = 'departement'
           ELSE niveau IN ('commune', 'epci', 'bassin') AND code_departement = $departement END
GROUP BY indicateur, titre, unite, niveau, n_compte
ORDER BY min(rang), list_position(['commune', 'epci', 'bassin', 'departement'], niveau)
