-- Pour quels départements et bassins a-t-on des valeurs d'indicateurs ?
-- param indicateur VARCHAR facultatif : identifiant (A1)
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns premiere_annee INTEGER : première année
-- returns derniere_annee INTEGER : dernière année
SELECT niveau, territoire, nom, min(annee) AS premiere_annee, max(annee) AS derniere_annee
FROM indicateurs_valeurs
WHERE niveau IN ('departement', 'bassin') AND ($indicateur IS NULL OR indicateur = $indicateur)
GROUP BY niveau, territoire, nom
ORDER BY niveau DESC, territoire
