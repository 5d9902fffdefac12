-- Private donors: an amount that one of them brings nearly all of says what that one gave. Public subsidies are public.
-- Variable: dominance (part of the amount, from 0.5 to 1).
-- table seuils_secret : one row, the part of an amount from which one private donor is said to bring nearly all of it
-- table prives_positions : one row a position and private donor: what it brings to the subjects there, by nature of amount
-- macro domine : whether the largest contribution is nearly all of a total

CREATE OR REPLACE TABLE seuils_secret AS SELECT getvariable('dominance')::DOUBLE AS dominance;

CREATE OR REPLACE MACRO domine(plus_grand, total) AS coalesce(plus_grand > (SELECT dominance FROM seuils_secret) * total, false);

CREATE OR REPLACE TABLE prives_positions AS
SELECT position, financeur_id, sum(prevu_eur)::DECIMAL(38, 2) AS prevu_eur, sum(realise_eur)::DECIMAL(38, 2) AS realise_eur,
       sum(cite_eur)::DECIMAL(38, 2) AS cite_eur, sum(demande_eur)::DECIMAL(38, 2) AS demande_eur,
       sum(accorde_eur)::DECIMAL(38, 2) AS accorde_eur, sum(verse_eur)::DECIMAL(38, 2) AS verse_eur
FROM apports_cites
JOIN financeurs_nommes ON libelle = plie(financeur) AND famille = 'Privé'
JOIN sujets USING (sujet_type, sujet_id)
GROUP BY ALL ORDER BY position;
