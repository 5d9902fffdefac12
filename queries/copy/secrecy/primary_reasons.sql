-- What thresholds withhold by themselves, remembered before anything else is withheld.
-- temp feuilles_primaires : one row a count of a subject in a year (``feuilles``)
-- temp seances_primaires : one row a count at a session (``feuilles_seances``)
CREATE OR REPLACE TEMP TABLE feuilles_primaires AS SELECT feuille FROM feuilles WHERE secret;
CREATE OR REPLACE TEMP TABLE seances_primaires AS SELECT feuille FROM feuilles_seances WHERE secret;
