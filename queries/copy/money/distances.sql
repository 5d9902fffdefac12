-- How far each commune is from money, as the crow flies, read from ``distances_mesurees`` (``money.py``).
-- table distances_financees : one row a commune: kilometres to the nearest where an action is funded, NULL beyond reach

CREATE TABLE distances_financees AS
SELECT code_departement, code_commune, distance_km FROM distances_mesurees JOIN communes USING (code_commune)
ORDER BY code_departement, code_commune;

DROP TABLE communes_financees;
