-- Quelles autres actions ressemblent à celle-ci, d'ici et d'ailleurs, et en quoi ?
-- param action VARCHAR : identifiant de l'action
-- param limite INTEGER : nombre d'actions au plus, d'ici et d'ailleurs
-- returns ici BOOLEAN : action du même département
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns structure VARCHAR : structure organisatrice
-- returns departement VARCHAR : code du département
-- returns etat VARCHAR : état le jour d'observation : en_cours, finie, a_venir ; vide quand aucune date ne le dit
-- returns statut VARCHAR : tel qu'écrit dans la fiche
-- returns communs VARCHAR[] : mots clés partagés
-- returns publics_communs VARCHAR[] : publics partagés
-- returns comparable BOOLEAN : commune comparable ; de la moitié au double des habitants et de la densité
-- returns commune VARCHAR : commune comparée ; la plus peuplée de celles de l'action, vide si aucune n'est connue
-- returns population INTEGER : population de la commune comparée, en habitants
-- returns densite DOUBLE : densité de la commune comparée, en habitants au km²
-- returns commune_ici VARCHAR : commune de départ ; la plus peuplée de celles de l'action de départ
-- returns population_ici INTEGER : population de la commune de départ, en habitants
-- returns densite_ici DOUBLE : densité de la commune de départ, en habitants au km²
WITH moi AS (SELECT numero, lieux, departement, mots_cles, publics FROM actions_listees WHERE action_id = $action),
partages AS (
    SELECT autres.numero, autres.lieux, autres.etat, autres.departement IS NOT DISTINCT FROM moi.departement AS ici,
           list_filter(moi.mots_cles, lambda mot : list_contains(autres.mots_cles, mot)) AS communs,
           list_filter(moi.publics, lambda public : list_contains(autres.publics, public)) AS publics_communs
    FROM actions_listees AS autres, moi
    WHERE autres.numero <> moi.numero AND list_has_any(autres.mots_cles, moi.mots_cles)
),
-- What shares less than half of what the closest one shares is not much like it.
semblables AS (
    SELECT *, len(communs) + len(publics_communs) AS n FROM partages
    QUALIFY 2 * n >= max(n) OVER (PARTITION BY ici)
),
tailles AS (
    SELECT lieux, arg_max(nom, population) AS commune, max(population) AS population,
           arg_max(population / surface_km2, population) AS densite
    FROM lieux_communes JOIN communes USING (code_commune) JOIN dernieres_populations USING (code_commune)
    WHERE lieux IN (SELECT lieux FROM semblables UNION SELECT lieux FROM moi)
    GROUP BY lieux
),
compares AS (
    SELECT semblables.*, la.commune, la.population, la.densite, depart.commune AS commune_ici,
           depart.population AS population_ici, depart.densite AS densite_ici,
           coalesce(la.population BETWEEN depart.population / 2 AND depart.population * 2
               AND la.densite BETWEEN depart.densite / 2 AND depart.densite * 2, false) AS comparable,
           -- As territories are compared: the logarithms of the two ratios, as the sides of a right angle.
           sqrt(pow(ln(nullif(la.population, 0) / nullif(depart.population, 0)), 2)
               + pow(ln(nullif(la.densite, 0) / nullif(depart.densite, 0)), 2)) AS ecart
    FROM semblables
    LEFT JOIN tailles AS la ON la.lieux = semblables.lieux
    LEFT JOIN (SELECT tailles.* FROM tailles JOIN moi USING (lieux)) AS depart ON true
),
retenus AS (
    SELECT *, row_number() OVER (
        PARTITION BY ici ORDER BY comparable DESC, etat IS NOT DISTINCT FROM 'en_cours' DESC, n DESC, ecart NULLS LAST, numero
    ) AS rang
    FROM compares
    QUALIFY rang <= $limite
)
SELECT ici, action_id, titre, structure, departement, retenus.etat, statut, communs, publics_communs, comparable, commune, population,
       densite, commune_ici, population_ici, densite_ici
FROM retenus JOIN actions_listees USING (numero)
ORDER BY ici DESC, rang
