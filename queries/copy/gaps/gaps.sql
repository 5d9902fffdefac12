-- Gaps between territories as they were judged, read from ``ecarts_juges`` (``gaps.py``).
-- table indicateurs_ecarts : one row an indicator, level, département, year and pair of territories: the gap with its
--   interval, its p-value, its q-value in the family seen together, and whether they differ; or why it cannot be tested

CREATE TABLE indicateurs_ecarts AS
SELECT indicateur::VARCHAR AS indicateur, niveau::VARCHAR AS niveau, code_departement::VARCHAR AS code_departement,
       annee::INTEGER AS annee, territoire_a::VARCHAR AS territoire_a, nom_a::VARCHAR AS nom_a,
       territoire_b::VARCHAR AS territoire_b, nom_b::VARCHAR AS nom_b, valeur_a::DOUBLE AS valeur_a,
       valeur_b::DOUBLE AS valeur_b, (valeur_a - valeur_b)::DOUBLE AS ecart, bas::DOUBLE AS bas, haut::DOUBLE AS haut,
       confiance::DOUBLE AS confiance, p_valeur::DOUBLE AS p_valeur, q_valeur::DOUBLE AS q_valeur,
       different::BOOLEAN AS different, n_comparaisons::BIGINT AS n_comparaisons, raison::VARCHAR AS raison
FROM ecarts_juges;

DROP TABLE ecarts_a_juger;
