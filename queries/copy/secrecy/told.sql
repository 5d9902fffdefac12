-- What this snapshot tells, added to what earlier ones told: each number and sum where it is first seen.
-- Variable: instantane. Catalog ``registre`` (``ledger.py``).

INSERT INTO registre.comptes
SELECT getvariable('instantane'), empreinte, bool_or(NOT secret)
FROM (
    SELECT dires.empreinte, secret FROM dires JOIN feuilles USING (feuille)
    UNION ALL SELECT dires_seances.empreinte, secret FROM dires_seances JOIN feuilles_seances USING (feuille)
) ANTI JOIN registre.comptes USING (empreinte)
GROUP BY empreinte;

INSERT INTO registre.secrets
SELECT getvariable('instantane'), empreinte, NULL, grandeur, annee, connue, bas, haut, plancher
FROM (SELECT * FROM feuilles JOIN grandeurs USING (rang) WHERE secret AND NOT dit AND empreinte IS NOT NULL)
ANTI JOIN registre.secrets USING (empreinte);

INSERT INTO registre.egalites
SELECT getvariable('instantane'), tout, morceau, annee
FROM egalites SEMI JOIN registre.secrets ON secrets.empreinte = morceau ANTI JOIN registre.egalites AS notees USING (tout, morceau);

INSERT INTO registre.sommes
WITH nouvelles AS (SELECT * FROM cellules JOIN grandeurs USING (rang) WHERE NOT (dite OR tue)),
tues AS (
    SELECT cellule, list(feuilles.empreinte ORDER BY feuilles.empreinte) AS membres
    FROM nouvelles JOIN sujets_zones USING (zone)
    JOIN feuilles ON feuilles.sujet = sujets_zones.sujet AND feuilles.rang = nouvelles.rang
        AND (periode OR feuilles.annee IS NOT DISTINCT FROM nouvelles.annee)
    WHERE feuilles.secret AND NOT feuilles.dit AND feuilles.valeur IS NOT NULL GROUP BY cellule
)
SELECT getvariable('instantane'), empreinte, any_value(grandeur), any_value(annee), bool_or(NOT secret), bool_or(petite),
       coalesce(any_value(membres), [])
FROM nouvelles LEFT JOIN tues USING (cellule) GROUP BY empreinte;

INSERT INTO registre.secrets
SELECT getvariable('instantane'), empreinte, 'seance:' || seance_id, 'seance:' || quoi, annee, valeur, least(1, valeur), 'inf', getvariable('seuil_commun')
FROM (SELECT * FROM feuilles_seances WHERE secret AND NOT dit AND empreinte IS NOT NULL) ANTI JOIN registre.secrets USING (empreinte);

INSERT INTO registre.sommes
WITH nouvelles AS (
    SELECT s.* EXCLUDE (secret), t.secret
    FROM sommes_seances AS s JOIN totaux_seances AS t ON t.tableau = s.tableau AND t.quoi = s.quoi
        AND t.par_bassin = ou.par_bassin AND t.suppose = ou.suppose
        AND t.seance_id IS NOT DISTINCT FROM ou.seance_id AND t.bassin IS NOT DISTINCT FROM ou.bassin
    WHERE NOT (dite OR tue)
),
tues AS (
    SELECT nouvelles.somme, list(m.empreinte ORDER BY m.empreinte) AS membres
    FROM nouvelles JOIN membres_seances AS m USING (tableau, quoi, ou) JOIN feuilles_seances USING (feuille)
    WHERE feuilles_seances.secret AND NOT dit GROUP BY nouvelles.somme
)
SELECT getvariable('instantane'), empreinte, 'seance:' || any_value(quoi), NULL, bool_or(NOT secret), bool_or(petite), coalesce(any_value(membres), [])
FROM nouvelles LEFT JOIN tues ON tues.somme = nouvelles.somme GROUP BY empreinte;
