-- What earlier snapshots told of counts: what was told stays told, what was withheld stays withheld.
-- Variable: instantane. Catalog ``registre``: what each of them told (``ledger.py``). ``feuilles`` gets what tells each number from
-- others (``empreinte``), whether it was told (``dit``), or seen and never told (``tu``).
-- temp comptes_avant : one row a number that an earlier snapshot held: whether one told it
-- temp feuilles_anterieures : one row a count that is withheld because an earlier snapshot withheld it

CREATE OR REPLACE TEMP TABLE comptes_avant AS
SELECT empreinte, bool_or(publie) AS publie
FROM registre.comptes SEMI JOIN dires USING (empreinte) WHERE instantane < getvariable('instantane') GROUP BY empreinte;

CREATE OR REPLACE TEMP TABLE feuilles AS
WITH connues AS (
    SELECT feuille, any_value(dires.empreinte) FILTER (compte) AS empreinte,
           coalesce(bool_or(publie) FILTER (compte), false) AS dit, coalesce(bool_or(NOT publie), false) AS tu
    FROM dires LEFT JOIN comptes_avant USING (empreinte) GROUP BY feuille
)
SELECT feuilles.*, empreinte, coalesce(dit, false) AS dit, coalesce(tu AND NOT dit, false) AS tu
FROM feuilles LEFT JOIN connues USING (feuille);

CREATE OR REPLACE TEMP TABLE feuilles_anterieures AS SELECT feuille FROM feuilles WHERE tu AND NOT secret;
UPDATE feuilles SET secret = true WHERE tu;
