-- Sur combien d'actions et d'événements, et sur quelles années, porte chaque nature de montant d'un financeur ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns nature VARCHAR : prevu, realise, cite, demande, accorde ou verse
-- returns n_sujets BIGINT : actions et événements qui ont au moins un tel montant, validé
-- returns n_montants BIGINT : montants
-- returns annee_min INTEGER : premier exercice, vide si aucun n'est connu
-- returns annee_max INTEGER : dernier exercice
-- returns n_sans_annee BIGINT : montants dont l'exercice est inconnu
-- returns sources VARCHAR[] : chargements dont ils viennent
WITH natures AS (
    SELECT nature, rang FROM (VALUES ('prevu', 1), ('realise', 2), ('cite', 3), ('demande', 4), ('accorde', 5), ('verse', 6))
        AS liste (nature, rang)
),
retenus AS (
    FROM natures_positions
    WHERE position IN (FROM positions_du_perimetre($departement, $bassin, NULL, NULL))
      AND exercice_retenu(annee, $annee_min, $annee_max)
)
SELECT nature, count(DISTINCT numero) AS n_sujets, coalesce(sum(n_montants), 0)::BIGINT AS n_montants,
       min(annee) AS annee_min, max(annee) AS annee_max,
       coalesce(sum(n_montants) FILTER (annee IS NULL), 0)::BIGINT AS n_sans_annee,
       coalesce(list(DISTINCT source ORDER BY source) FILTER (source IS NOT NULL), []) AS sources
FROM natures LEFT JOIN retenus USING (nature)
GROUP BY nature, rang
ORDER BY rang
