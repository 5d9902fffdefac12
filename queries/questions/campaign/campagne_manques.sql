-- Que manque-t-il aux fiches d'une campagne, et quels indicateurs y gagneraient ?
-- param campagne VARCHAR : identifiant d'une campagne
-- returns structure_id VARCHAR : identifiant de la structure
-- returns sujet_id VARCHAR : identifiant de la fiche
-- returns champ VARCHAR : champ qui manque
-- returns n_indicateurs BIGINT : indicateurs qui l'attendent
-- returns indicateurs VARCHAR[] : leurs titres, le plus près de s'ouvrir d'abord
WITH fiches AS (FROM campagnes_fiches WHERE campagne_id = $campagne),
-- An indicator waits for a field while too few fiches tell it.
attendus AS (
    SELECT code_departement, champ, count(*) AS n,
           list(indicateurs.titre ORDER BY ceil(couverture_min * r.n_total / 100) - r.n_renseignes, rang) AS titres
    FROM champs_renseignes AS r
    JOIN indicateurs ON id = r.indicateur
    JOIN indicateurs_aptitude USING (indicateur, code_departement)
    WHERE verdict = 'pas encore mesurable' AND ceil(couverture_min * r.n_total / 100) > r.n_renseignes
    GROUP BY ALL
)
SELECT structure_id, sujet_id, champs_sujets.champ, coalesce(max(n), 0) AS n_indicateurs,
       coalesce(any_value(titres ORDER BY n DESC, code_departement), []) AS indicateurs
FROM fiches
JOIN champs_sujets ON sujet_type = 'action' AND sujet_id = action_id
LEFT JOIN attendus USING (code_departement, champ)
WHERE NOT renseigne
GROUP BY structure_id, sujet_id, champs_sujets.champ
ORDER BY structure_id, n_indicateurs DESC, champs_sujets.champ, sujet_id
