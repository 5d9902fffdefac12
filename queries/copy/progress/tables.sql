-- What is said of progress, of aptitude to measure it, and of what to collect first; made anew by each judgement.
-- table indicateurs_progres : one row an indicator and territory (département or bassin): its last value, what changed
--   between the years of reference and the recent ones (of actions by the year when they begin: par_debut), with the interval
--   of its test, the verdict and its sentence (French); or a target that no series answers, and why
-- table indicateurs_aptitude : one row an indicator and département: whether it can measure progress there, the smallest
--   change that it would see, what is missing first
-- table champs_a_collecter : one row a département and field to fill in, those that would serve most indicators first

CREATE OR REPLACE TABLE indicateurs_progres (
    indicateur VARCHAR, niveau VARCHAR, territoire VARCHAR, nom VARCHAR, code_departement VARCHAR, reference_debut INTEGER,
    reference_fin INTEGER, valeur_reference DOUBLE, provisoire BOOLEAN, recente_debut INTEGER, recente_fin INTEGER, valeur_recente DOUBLE,
    par_debut BOOLEAN, annee_cible INTEGER, valeur_cible DOUBLE, fixee_le DATE,
    annee INTEGER, valeur DOUBLE, bas DOUBLE, haut DOUBLE, n BIGINT, n_renseignes BIGINT, n_total BIGINT, ecart DOUBLE,
    ecart_bas DOUBLE, ecart_haut DOUBLE, confiance DOUBLE, n_annees INTEGER, premiere_annee INTEGER, derniere_annee INTEGER, pente DOUBLE,
    s_mk DOUBLE, p_valeur DOUBLE, q_valeur DOUBLE, plus_petit_changement DOUBLE, changement_plausible DOUBLE,
    verdict VARCHAR, raison VARCHAR, phrase VARCHAR
);

CREATE OR REPLACE TABLE indicateurs_aptitude (
    indicateur VARCHAR, code_departement VARCHAR, n_renseignes BIGINT, n_total BIGINT, couverture DOUBLE, demi_largeur DOUBLE,
    plus_petit_changement DOUBLE, changement_plausible DOUBLE, n_annees INTEGER, verdict VARCHAR, champ_manquant VARCHAR, n_fiches_manquantes BIGINT,
    phrase VARCHAR
);

CREATE OR REPLACE TABLE champs_a_collecter (
    code_departement VARCHAR, champ VARCHAR, n_manquants BIGINT, n_total BIGINT, n_indicateurs BIGINT, indicateurs VARCHAR[],
    phrase VARCHAR, rang INTEGER
);
