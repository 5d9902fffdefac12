-- Que doit chaque indicateur aux campagnes de collecte ?
-- param indicateur VARCHAR facultatif : identifiant (A1)
-- param departement VARCHAR facultatif : code du département
-- returns indicateur VARCHAR : identifiant
-- returns departement VARCHAR : code du département
-- returns n_fiches BIGINT : fiches qui disent tous les champs qu'il lui faut, toutes années réunies
-- returns n_campagnes BIGINT : celles d'entre elles qui en tiennent au moins un des campagnes
-- returns annees INTEGER[] : années que ces campagnes demandaient
SELECT indicateur, code_departement AS departement, n_fiches, n_campagnes, c.annees
FROM indicateurs_campagnes AS c JOIN indicateurs ON id = indicateur
WHERE ($indicateur IS NULL OR indicateur = $indicateur) AND ($departement IS NULL OR code_departement = $departement)
ORDER BY code_departement, rang
