-- What the indicators write into a reading copy, and all that a value can be about.
-- table indicateurs : one row an indicator of the catalogue: its entry, its SQL, and why it has no value if it cannot be
--   computed (``erreur``)
-- table regles : one row, the thresholds of the catalogue that all indicators share; none when it cannot be read
-- table indicateurs_bruts : one row an indicator, territory and year: what its SQL counted, before any rule
-- temp territoires_possibles : one row a place, structure or action that a value can be about

CREATE TABLE indicateurs (
    id VARCHAR, nom VARCHAR, famille VARCHAR, famille_titre VARCHAR, titre VARCHAR, question VARCHAR, formule VARCHAR,
    unite VARCHAR, sens VARCHAR, niveaux VARCHAR[], champs VARCHAR[], regle VARCHAR, calcul VARCHAR, facteur DOUBLE,
    intervalle VARCHAR, limites VARCHAR, cadre VARCHAR, version VARCHAR, depuis DATE, sql VARCHAR, erreur VARCHAR, rang INTEGER,
    n_min INTEGER, couverture_min DOUBLE, n_compte VARCHAR, vide VARCHAR, sans_valeur VARCHAR, sans_objet VARCHAR,
    entre VARCHAR, bornes VARCHAR, partage VARCHAR, annees INTEGER, natures VARCHAR[], carte_bassin BOOLEAN, test VARCHAR,
    priorite INTEGER, changement_plausible DOUBLE
);

CREATE TABLE regles (
    couverture_min DOUBLE, couverture_min_montants DOUBLE, proportion_n_min BIGINT, montants_actions_min BIGINT,
    tendance_annees_min BIGINT, reference_annees BIGINT, changement_plausible DOUBLE, part_prioritaire DOUBLE
);

CREATE TABLE indicateurs_bruts (
    indicateur VARCHAR, niveau VARCHAR, territoire VARCHAR, annee INTEGER, numerateur DOUBLE, denominateur DOUBLE, n BIGINT,
    n_renseignes BIGINT, n_total BIGINT, reference DOUBLE, variance DOUBLE, secret BOOLEAN, au_moins DOUBLE, au_plus DOUBLE
);

CREATE TEMP VIEW territoires_possibles AS
SELECT niveau, territoire, nom, code_departement FROM territoires_niveaux
UNION ALL
SELECT 'structure', structure_id, any_value(nom), any_value(code_departement)
FROM (
    SELECT structure_id, nom, code_departement FROM structures
    UNION ALL SELECT structure_id, structure, code_departement FROM actions
) GROUP BY structure_id
UNION ALL
SELECT 'action', action_id, titre, code_departement FROM actions;
