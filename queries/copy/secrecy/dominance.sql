-- Private donors: an amount that one of them brings nearly all of says what that one gave. Public subsidies are public.
-- Variables: dominance (part of the amount, from 0.5 to 1), sans_secret (true: nobody is kept from anything).
-- table seuils_secret : one row, the part of an amount from which one private donor is said to bring nearly all of it
-- macro domine : whether the largest contribution is nearly all of a total

CREATE OR REPLACE TABLE seuils_secret AS SELECT CASE WHEN getvariable('sans_secret') THEN 1 ELSE getvariable('dominance')::DOUBLE END AS dominance;

CREATE OR REPLACE MACRO domine(plus_grand, total) AS coalesce(plus_grand > (SELECT dominance FROM seuils_secret) * total, false);
