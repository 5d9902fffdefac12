-- Private donors: an amount that one of them brings nearly all of says what that one gave. Public subsidies are public.
-- Variable: dominance (part of the amount, from 0.5 to 1).

CREATE OR REPLACE TABLE seuils_secret AS SELECT getvariable('dominance')::DOUBLE AS dominance;

CREATE OR REPLACE MACRO domine(plus_grand, total) AS coalesce(plus_grand > (SELECT dominance FROM seuils_secret) * total, false);

-- What each private donor brings to the subjects of a position.
CREATE OR REPLACE TABLE prives_positions AS
WITH cites AS (
    SELECT sujet_type, sujet_id, financeur, CASE WHEN nature = 'previsionnel' THEN montant_eur END AS prevu_eur,
           CASE WHEN nature = 'realise' THEN montant_eur END AS realise_eur, NULL::DECIMAL(14, 2) AS cite_eur,
           NULL::DECIMAL(14, 2) AS demande_eur, NULL::DECIMAL(14, 2) AS accorde_eur, NULL::DECIMAL(14, 2) AS verse_eur
    FROM lignes_budget JOIN budgets USING (budget_id)
    WHERE etat = 'validee' AND cote = 'produit' AND niveau = 'detail' AND financeur IS NOT NULL AND montant_eur IS NOT NULL
    UNION ALL
    SELECT sujet_type, sujet_id, financeur, NULL, NULL, montant_eur, NULL, NULL, NULL
    FROM montants WHERE etat = 'validee' AND role = 'produit' AND financeur IS NOT NULL
    UNION ALL
    SELECT sujet_type, sujet_id, financeur, NULL, NULL, NULL, demande_eur, accorde_eur, verse_eur
    FROM financements WHERE etat = 'validee'
)
SELECT position, financeur_id, sum(prevu_eur)::DECIMAL(38, 2) AS prevu_eur, sum(realise_eur)::DECIMAL(38, 2) AS realise_eur,
       sum(cite_eur)::DECIMAL(38, 2) AS cite_eur, sum(demande_eur)::DECIMAL(38, 2) AS demande_eur,
       sum(accorde_eur)::DECIMAL(38, 2) AS accorde_eur, sum(verse_eur)::DECIMAL(38, 2) AS verse_eur
FROM cites
JOIN financeurs_nommes ON libelle = plie(cites.financeur) AND famille = 'Privé'
JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY position;
