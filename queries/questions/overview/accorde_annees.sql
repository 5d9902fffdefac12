-- Combien de subventions sont accordées chaque exercice à un territoire, à la France entière s'il n'est pas dit ?
-- param niveau VARCHAR : departement, bassin, epci ou commune
-- param territoire VARCHAR facultatif : code ; aucun : tous les territoires de ce niveau
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns annee INTEGER : exercice ; vide quand il n'est pas connu
-- returns accorde_eur DOUBLE : accordé, en euros courants, part du territoire ; vide si inconnu
-- returns n_plans BIGINT : plans de financement
-- returns n_accordes BIGINT : dont le montant accordé est connu
WITH ensemble AS (
    SELECT territoire, annee, accorde_eur, n_plans, n_accordes FROM finances_territoires
    WHERE division = $niveau AND ($territoire IS NULL OR territoire = $territoire)
    UNION ALL
    SELECT code_commune, annee, accorde_eur, n_plans, n_accordes FROM argent_communes
    WHERE $niveau = 'commune' AND ($territoire IS NULL OR code_commune = $territoire)
)
SELECT annee, sum(accorde_eur) AS accorde_eur, coalesce(sum(n_plans), 0)::BIGINT AS n_plans,
       coalesce(sum(n_accordes), 0)::BIGINT AS n_accordes
FROM ensemble
WHERE ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
GROUP BY annee HAVING sum(n_plans) > 0
ORDER BY annee NULLS LAST
