-- The reason of each sum of private gifts that readers are not told, by département and bassin, for an exercice and for all
-- of them. Variable: dominance.
INSERT INTO secrets_motifs
WITH perimetres AS (
    SELECT DISTINCT position, sujet
    FROM positions, unnest(['departement:' || code_departement, 'bassin:' || code_bassin]) AS territoires(sujet)
    WHERE sujet IS NOT NULL
),
dons AS (
    FROM prives_positions
    UNPIVOT (montant_eur FOR nature IN (prevu_eur, realise_eur, cite_eur, demande_eur, accorde_eur, verse_eur))
),
periodes AS (
    SELECT sujet, annee, nature, financeur_id, montant_eur FROM perimetres JOIN dons USING (position)
    WHERE annee IS NOT NULL
    UNION ALL
    SELECT sujet, NULL, nature, financeur_id, montant_eur FROM perimetres JOIN dons USING (position)
),
sommes AS (
    SELECT sujet, annee, nature, financeur_id, sum(montant_eur) AS montant_eur FROM periodes GROUP BY ALL
)
SELECT sujet, 'argent', replace(nature, '_eur', ''), annee::INTEGER, NULL, NULL, 'dominance', getvariable('dominance')::DOUBLE, [],
       [arg_max(financeur_id, montant_eur)]
FROM sommes GROUP BY sujet, annee, nature HAVING max(montant_eur) > getvariable('dominance') * sum(montant_eur)
ORDER BY ALL;
