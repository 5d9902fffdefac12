-- Leaves: what is published one by one, and which of them the thresholds withhold by themselves.
-- Variables: seuil_commun, seuil_sensible, zeros_sensibles, sans_personnes, personnel, libelles, debuts (a pattern).

CREATE OR REPLACE TEMP MACRO trop_peu(n, sensible) AS
    CASE WHEN sensible THEN n < getvariable('seuil_sensible') AND (n > 0 OR getvariable('zeros_sensibles'))
         ELSE n > 0 AND n < getvariable('seuil_commun') END;

-- Actions whose public, keywords or title say something of the private life of who takes part.
CREATE OR REPLACE TEMP TABLE actions_sensibles AS
SELECT DISTINCT action_id
FROM (
    SELECT action_id, public AS libelle FROM actions_publics
    UNION ALL SELECT action_id, mot_cle FROM actions_mots_cles
    UNION ALL SELECT action_id, titre FROM actions
)
WHERE list_contains(getvariable('libelles'), plie(libelle)) OR regexp_matches(plie(libelle), getvariable('debuts'));

-- One row a count of people of a subject in a year. ``valeur`` is the one it brings to sums: validated, stated once.
CREATE OR REPLACE TEMP TABLE feuilles AS
SELECT sujet_type, sujet_id, grandeur, annee,
       CASE WHEN count(*) FILTER (etat = 'validee') = 1 THEN max(valeur) FILTER (etat = 'validee') END AS valeur,
       coalesce(bool_or(trop_peu(valeur, sensible)), false) OR coalesce(bool_or(trop_peu(borne_basse, sensible)), false)
           OR coalesce(bool_or(trop_peu(borne_haute, sensible)), false) AS secret
FROM (
    SELECT mesures.*,
           action_id IS NOT NULL AND NOT list_contains(getvariable('personnel'), grandeur) AS sensible
    FROM mesures LEFT JOIN actions_sensibles ON sujet_type = 'action' AND action_id = sujet_id
    WHERE NOT list_contains(getvariable('sans_personnes'), grandeur)
)
GROUP BY ALL;

-- One row a count of people at a session, by college and by the bassin they come from (that of the body by default).
CREATE OR REPLACE TEMP TABLE feuilles_seances AS
WITH tenues AS (
    SELECT seance_id, any_value(year(tenue_le))::INTEGER AS annee, any_value(code_departement) AS code_departement,
           any_value(coalesce(instances.code_zone, code_bassin)) AS code_bassin
    FROM seances JOIN instances USING (instance_id) LEFT JOIN communes_bassins ON communes_bassins.code_commune = instances.code_commune
    GROUP BY seance_id
),
lignes AS (
    SELECT seance_id, college, code_zone, unnest([{quoi: 'presents', n: presents}, {quoi: 'convoques', n: convoques}], recursive := true)
    FROM presences
)
SELECT seance_id, annee, code_departement, college, code_zone, coalesce(code_zone, code_bassin) AS bassin, quoi,
       CASE WHEN count(*) = 1 THEN max(n)::DOUBLE END AS valeur, coalesce(bool_or(trop_peu(n, false)), false) AS secret
FROM lignes JOIN tenues USING (seance_id)
WHERE n IS NOT NULL
GROUP BY ALL;
