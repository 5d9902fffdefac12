-- Constant euros: what turns those of a year into those of the last price index, told once for all that shows them.
-- table prix_constants : one row a year that facts may bear, from the first index on: coefficient (times euros of that
--   year), annee_prix (the year in whose euros it tells), annee_indice (that of the index it rests on) and reserve,
--   why that is another year (French; empty when it is not)

-- No index is ever made up: a year without one takes the last known before it, and says so.
CREATE TABLE prix_constants AS
WITH annees AS (SELECT unnest(range(1900, 2101))::INTEGER AS annee),
dernier AS (SELECT max(annee) AS annee_prix, arg_max(indice, annee) AS indice_prix FROM indices_prix)
SELECT annees.annee, annee_prix, indices_prix.annee AS annee_indice, indice_prix / indice AS coefficient,
       CASE WHEN indices_prix.annee < annees.annee
            THEN 'en euros de ' || annee_prix || ' : l''indice de ' || annees.annee || ' n''est pas connu'
                || CASE WHEN indices_prix.annee < annee_prix THEN ', celui de ' || indices_prix.annee || ' le remplace' ELSE '' END
       END AS reserve
FROM annees ASOF JOIN indices_prix ON annees.annee >= indices_prix.annee
CROSS JOIN dernier
ORDER BY annees.annee;
