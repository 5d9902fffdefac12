-- Which actions say something of the private life of who takes part: their counts are protected more.
-- It reads nothing that the copy does not show, so that it says nothing more.
-- Variables: libelles, debuts (a pattern), mots_connus, publics_connus.
-- table actions_sensibles : one row an action that says something of the private life of who takes part
-- temp mot_nu : a label folded, without its punctuation

CREATE OR REPLACE TEMP MACRO mot_nu(mot) AS trim(regexp_replace(plie(mot), '[\s,.;:…]+', ' ', 'g'));

-- Actions whose public, keywords or title say something of the private life of who takes part. A word of their own that
-- nobody reviewed may say anything: the copy does not show it, and counts are protected as if it did.
CREATE OR REPLACE TABLE actions_sensibles AS
SELECT DISTINCT 'action' AS sujet_type, action_id AS sujet_id, true AS sensible
FROM (
    SELECT action_id, public AS libelle, source, NOT list_contains(getvariable('publics_connus'), mot_nu(public)) AS libre FROM actions_publics
    UNION ALL
    SELECT action_id, mot_cle, source, NOT list_contains(getvariable('mots_connus'), mot_nu(mot_cle)) FROM actions_mots_cles
    UNION ALL
    SELECT action_id, titre, source, false FROM actions
    UNION ALL
    -- What was declared before a correction still stands beside it.
    SELECT sujet_id, libelle, actions.source,
           champ <> 'titre' AND NOT list_contains(getvariable('publics_connus') || getvariable('mots_connus'), mot_nu(libelle))
    FROM (
        SELECT sujet_id, champ, regexp_replace(unnest(declarees), ' · [0-9]*–[0-9]* ans$', '') AS libelle
        FROM valeurs_declarees WHERE sujet_type = 'action' AND champ IN ('publics', 'mots_cles', 'titre')
    )
    JOIN actions ON action_id = sujet_id
)
WHERE list_contains(getvariable('libelles'), plie(libelle)) OR regexp_matches(plie(libelle), getvariable('debuts'))
   OR libre AND source IN (FROM sources_non_relues);

DROP MACRO temp.main.mot_nu;
