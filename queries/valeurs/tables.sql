-- What the indicators write into a reading copy.

CREATE OR REPLACE TABLE indicateurs (
    id VARCHAR, nom VARCHAR, famille VARCHAR, famille_titre VARCHAR, titre VARCHAR, question VARCHAR, formule VARCHAR,
    unite VARCHAR, sens VARCHAR, niveaux VARCHAR[], champs VARCHAR[], regle VARCHAR, calcul VARCHAR, facteur DOUBLE,
    intervalle VARCHAR, limites VARCHAR, cadre VARCHAR, version VARCHAR, depuis DATE, sql VARCHAR, erreur VARCHAR, rang INTEGER,
    n_min INTEGER, couverture_min DOUBLE, n_compte VARCHAR, sans_valeur VARCHAR, sans_objet VARCHAR, bornes VARCHAR
);

CREATE OR REPLACE TABLE indicateurs_bruts (
    indicateur VARCHAR, niveau VARCHAR, territoire VARCHAR, annee INTEGER, numerateur DOUBLE, denominateur DOUBLE, n BIGINT,
    n_renseignes BIGINT, n_total BIGINT, reference DOUBLE, variance DOUBLE, secret BOOLEAN
);

-- Every place, structure or action that a value can be about.
CREATE OR REPLACE TEMP VIEW territoires_possibles AS
SELECT niveau, territoire, nom, code_departement FROM territoires_niveaux
UNION ALL
SELECT 'structure', structure_id, any_value(nom), any_value(code_departement)
FROM (
    SELECT structure_id, nom, code_departement FROM structures
    UNION ALL SELECT structure_id, structure, code_departement FROM actions
) GROUP BY structure_id
UNION ALL
SELECT 'action', action_id, titre, code_departement FROM actions;

-- What is said of progress, of aptitude to measure it, and of what to collect first; empty until baselines are read.
CREATE OR REPLACE TABLE indicateurs_progres (
    indicateur VARCHAR, niveau VARCHAR, territoire VARCHAR, nom VARCHAR, code_departement VARCHAR, reference_debut INTEGER,
    reference_fin INTEGER, valeur_reference DOUBLE, provisoire BOOLEAN, annee_cible INTEGER, valeur_cible DOUBLE, fixee_le DATE,
    annee INTEGER, valeur DOUBLE, bas DOUBLE, haut DOUBLE, n BIGINT, n_renseignes BIGINT, n_total BIGINT, ecart DOUBLE,
    ecart_bas DOUBLE, ecart_haut DOUBLE, n_annees INTEGER, premiere_annee INTEGER, derniere_annee INTEGER, pente DOUBLE,
    s_mk DOUBLE, p_valeur DOUBLE, q_valeur DOUBLE, plus_petit_changement DOUBLE, verdict VARCHAR, raison VARCHAR, phrase VARCHAR
);

CREATE OR REPLACE TABLE indicateurs_aptitude (
    indicateur VARCHAR, code_departement VARCHAR, n_renseignes BIGINT, n_total BIGINT, couverture DOUBLE, demi_largeur DOUBLE,
    plus_petit_changement DOUBLE, n_annees INTEGER, verdict VARCHAR, champ_manquant VARCHAR, n_fiches_manquantes BIGINT,
    phrase VARCHAR
);

CREATE OR REPLACE TABLE champs_a_collecter (
    code_departement VARCHAR, champ VARCHAR, n_manquants BIGINT, n_total BIGINT, n_indicateurs BIGINT, indicateurs VARCHAR[],
    phrase VARCHAR, rang INTEGER
);
