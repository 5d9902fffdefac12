-- Où un projet social a ses locaux, où il rayonne, et quelles communes de son intercommunalité il ne couvre pas ?
-- param sujet VARCHAR : identifiant du projet
-- returns code_commune VARCHAR : commune
-- returns commune VARCHAR : son nom
-- returns dans_epci BOOLEAN : dans l'intercommunalité du projet
-- returns situation VARCHAR : locaux, rayonnement, limite (citée comme limite d'un territoire) ou non_couverte
-- returns structures VARCHAR[] : structures qui y ont leurs locaux
-- returns limites VARCHAR[] : structures dont la commune est citée comme limite du territoire d'action
-- returns quartiers VARCHAR[] : quartiers prioritaires (QPV) où le projet agit, que les sources nomment
-- returns qpv BOOLEAN : la commune a un quartier prioritaire, d'après la liste officielle ; vide si elle n'est pas chargée
WITH dits AS (FROM projets_territoires WHERE projet_id = $sujet),
epci_du_projet AS (SELECT DISTINCT code_epci FROM projets_sociaux WHERE projet_id = $sujet AND code_epci IS NOT NULL),
communes_epci AS (SELECT code_zone AS code_epci, code_commune FROM zones_communes WHERE division = 'epci'),
siennes AS (SELECT DISTINCT code_commune FROM epci_du_projet JOIN communes_epci USING (code_epci)),
rayonnement AS (
    SELECT code_commune FROM dits WHERE role = 'rayonnement' AND code_commune IS NOT NULL
    UNION SELECT communes_epci.code_commune FROM dits JOIN communes_epci USING (code_epci) WHERE role = 'rayonnement'
),
toutes AS (
    FROM siennes UNION FROM rayonnement UNION SELECT code_commune FROM dits WHERE code_commune IS NOT NULL
),
noms AS (SELECT structure_id, any_value(nom ORDER BY source) AS nom FROM structures GROUP BY structure_id),
locaux AS (
    SELECT dits.code_commune, list(DISTINCT nom ORDER BY nom) FILTER (nom IS NOT NULL) AS structures
    FROM dits LEFT JOIN noms USING (structure_id) WHERE role = 'local' AND dits.code_commune IS NOT NULL GROUP BY ALL
),
bords AS (
    SELECT dits.code_commune, list(DISTINCT nom ORDER BY nom) FILTER (nom IS NOT NULL) AS limites
    FROM dits LEFT JOIN noms USING (structure_id) WHERE role = 'limite' AND dits.code_commune IS NOT NULL GROUP BY ALL
),
nommes AS (
    SELECT code_commune, list(DISTINCT quartier ORDER BY quartier) AS quartiers FROM dits WHERE quartier IS NOT NULL GROUP BY ALL
),
officiels AS (SELECT DISTINCT code_commune FROM zones_communes WHERE starts_with(division, 'qpv'))
SELECT * FROM (
    SELECT code_commune, communes.nom AS commune, code_commune IN (FROM siennes) AS dans_epci,
           CASE WHEN locaux.code_commune IS NOT NULL THEN 'locaux' WHEN code_commune IN (FROM rayonnement) THEN 'rayonnement'
                WHEN code_commune IN (SELECT code_commune FROM dits WHERE role = 'limite') THEN 'limite' ELSE 'non_couverte' END AS situation,
           coalesce(structures, []) AS structures, coalesce(limites, []) AS limites,
           coalesce(quartiers, []) AS quartiers,
           CASE WHEN EXISTS (FROM officiels) THEN code_commune IN (FROM officiels) END AS qpv
    FROM toutes JOIN communes USING (code_commune) LEFT JOIN locaux USING (code_commune) LEFT JOIN bords USING (code_commune)
    LEFT JOIN nommes USING (code_commune)
)
ORDER BY list_position(['locaux', 'rayonnement', 'limite', 'non_couverte'], situation), commune
