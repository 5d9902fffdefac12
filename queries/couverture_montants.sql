-- Sur combien d'actions et d'événements, et sur quelles années, porte chaque nature de montant d'un financeur ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns nature VARCHAR : prevu, realise, cite, demande, accorde ou verse
-- returns n_sujets BIGINT : actions et événements qui ont au moins un tel montant, validé
-- returns n_montants BIGINT : montants
-- returns annee_min INTEGER : premier exercice, vide si aucun n'est connu
-- returns annee_max INTEGER : dernier exercice
-- returns n_sans_annee BIGINT : montants dont l'exercice est inconnu
-- returns sources VARCHAR[] : chargements dont ils viennent
WITH cites AS (
    SELECT CASE budgets.nature WHEN 'previsionnel' THEN 'prevu' WHEN 'realise' THEN 'realise' END AS nature,
           sujet_type, sujet_id, exercice AS annee, lignes_budget.source
    FROM lignes_budget JOIN budgets USING (budget_id)
    WHERE etat = 'validee' AND cote = 'produit' AND niveau = 'detail' AND financeur IS NOT NULL
      AND montant_eur IS NOT NULL AND budgets.nature <> 'inconnue'
    UNION ALL
    SELECT 'cite', sujet_type, sujet_id, annee, source FROM montants
    WHERE etat = 'validee' AND role = 'produit' AND financeur IS NOT NULL AND montant_eur IS NOT NULL
    UNION ALL
    SELECT 'demande', sujet_type, sujet_id, exercice, source FROM financements
    WHERE etat = 'validee' AND demande_eur IS NOT NULL
    UNION ALL
    SELECT 'accorde', sujet_type, sujet_id, exercice, source FROM financements
    WHERE etat = 'validee' AND accorde_eur IS NOT NULL
    UNION ALL
    SELECT 'verse', sujet_type, sujet_id, exercice, source FROM financements
    WHERE etat = 'validee' AND verse_eur IS NOT NULL
),
retenus AS (
    SELECT cites.* FROM cites
    JOIN sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max) USING (sujet_type, sujet_id)
),
natures AS (
    SELECT nature, rang FROM (VALUES ('prevu', 1), ('realise', 2), ('cite', 3), ('demande', 4), ('accorde', 5), ('verse', 6))
        AS liste (nature, rang)
)
SELECT nature, count(DISTINCT (sujet_type, sujet_id)) FILTER (sujet_id IS NOT NULL) AS n_sujets,
       count(sujet_id) AS n_montants, min(annee) AS annee_min, max(annee) AS annee_max,
       count(sujet_id) FILTER (annee IS NULL) AS n_sans_annee,
       coalesce(list(DISTINCT source ORDER BY source) FILTER (source IS NOT NULL), []) AS sources
FROM natures LEFT JOIN retenus USING (nature)
GROUP BY nature, rang
ORDER BY rang
