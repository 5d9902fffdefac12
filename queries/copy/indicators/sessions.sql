-- What is known of each session, and what of its attendance can be compared.
-- table seances_connues : one row a session and territory (the département of its body, each bassin that people come from):
--   whether its attendance is recorded, with who was convened, and with residents and at least one other college told apart
-- table presences_comparables : one row a comparison (« college » or « convocation »), territory, year and quantity: the sum
--   of the published attendance that can be compared
-- view presences_situees : one row a session, territory (as in seances_connues) and published attendance there, whether
--   its colleges are told apart (colleges), whether presents and convened are both known (appariee); numbers that several
--   sources tell stand once, and nowhere where they differ; nothing of an « ensemble » beside colleges, which says them again
-- temp tenues : one row a session with its year, its département and the bassin of its body
-- temp presences_lues : one row a session, territory and college: its published attendance, and whether it is recorded

CREATE TEMP TABLE tenues AS
SELECT seance_id, any_value(year(jour_credible(tenue_le)))::INTEGER AS annee, any_value(instances.code_departement) AS code_departement,
       any_value(coalesce(instances.code_zone, communes_bassins.code_bassin)) AS code_bassin
FROM seances JOIN instances USING (instance_id)
LEFT JOIN communes_bassins ON communes_bassins.code_commune = instances.code_commune
GROUP BY seance_id HAVING any_value(year(jour_credible(tenue_le))) IS NOT NULL;

-- Totals for the département, rows for the bassin that people come from. ``…_connus``: recorded, be it withheld. Where
-- colleges are told, « ensemble » is their sum and not one more.
CREATE TEMP TABLE presences_lues AS
WITH lignes AS (
    SELECT 'departement' AS niveau, tenues.code_departement AS territoire, tenues.annee, seance_id, college,
           any_value(valeur) FILTER (grandeur = 'presents') AS presents,
           any_value(valeur) FILTER (grandeur = 'convoques') AS convoques,
           bool_or(grandeur = 'presents') AS presents_connus, bool_or(grandeur = 'convoques') AS convoques_connus,
           bool_or(secret) AS secret
    FROM effectifs_colleges JOIN tenues USING (seance_id)
    GROUP BY ALL
    UNION ALL
    SELECT 'bassin', coalesce(code_zone, code_bassin), annee, seance_id, college, presents, convoques,
           presents IS NOT NULL OR secret,
           convoques IS NOT NULL OR (secret AND bool_or(convoques IS NOT NULL) OVER (PARTITION BY seance_id)), secret
    FROM presences_publiees JOIN tenues USING (seance_id)
    WHERE coalesce(code_zone, code_bassin) IS NOT NULL
)
SELECT * FROM lignes
QUALIFY college <> 'ensemble' OR count(*) FILTER (college <> 'ensemble') OVER (PARTITION BY niveau, seance_id) = 0;

CREATE TABLE seances_connues AS
WITH situees AS (
    SELECT seance_id, annee, code_departement, 'departement' AS niveau, code_departement AS territoire FROM tenues
    UNION
    SELECT seance_id, annee, code_departement, 'bassin', territoire
    FROM presences_lues JOIN tenues USING (seance_id, annee) WHERE niveau = 'bassin'
),
bassins AS (SELECT DISTINCT seance_id FROM presences_lues WHERE niveau = 'bassin' AND presents_connus)
SELECT s.niveau, s.territoire, s.code_departement, s.annee, s.seance_id,
       coalesce(bool_or(presents_connus), false) AS presents,
       coalesce(bool_or(presents_connus AND convoques_connus), false) AS convoques,
       coalesce(bool_or(presents_connus AND college = 'habitants')
                AND bool_or(presents_connus AND college NOT IN ('habitants', 'ensemble')), false) AS colleges,
       s.seance_id IN (FROM bassins) AS bassins
FROM situees AS s LEFT JOIN presences_lues USING (niveau, territoire, annee, seance_id)
GROUP BY s.niveau, s.territoire, s.code_departement, s.annee, s.seance_id;

-- Sessions whose colleges are told apart (« college »), people present where it is said how many were convened and the
-- reverse (« convocation »). From the published sum is taken what is published of
-- the rest; what is withheld of both is shared by the number of withheld counts.
CREATE TABLE presences_comparables AS
WITH lues AS (
    SELECT niveau, territoire, annee, seance_id, college, secret,
           unnest([
               {comparaison: 'college', grandeur: 'presents', valeur: presents, connue: presents_connus},
               {comparaison: 'college', grandeur: 'presents_habitants',
                valeur: CASE WHEN college = 'habitants' THEN presents END, connue: presents_connus AND college = 'habitants'},
               {comparaison: 'convocation', grandeur: 'presents', valeur: presents, connue: presents_connus},
               {comparaison: 'convocation', grandeur: 'convoques', valeur: convoques, connue: convoques_connus}
           ], recursive := true),
           presents_connus AND convoques_connus AS appariee
    FROM presences_lues
),
triees AS (
    SELECT lues.*, CASE comparaison WHEN 'college' THEN colleges ELSE appariee END AS comparable
    FROM lues JOIN seances_connues USING (niveau, territoire, annee, seance_id) WHERE connue
),
sommes AS (
    SELECT comparaison, niveau, territoire, annee, grandeur,
           coalesce(sum(valeur) FILTER (comparable), 0) AS gardes, coalesce(sum(valeur) FILTER (NOT comparable), 0) AS ecartes,
           count(*) FILTER (secret) AS n_tus, count(*) FILTER (secret AND NOT comparable) AS n_tus_ecartes
    FROM triees GROUP BY ALL
)
SELECT comparaison, niveau, territoire, annee, grandeur,
       effectifs.valeur - ecartes
           - CASE WHEN n_tus_ecartes > 0 THEN greatest(effectifs.valeur - gardes - ecartes, 0) * n_tus_ecartes / n_tus ELSE 0 END AS valeur,
       effectifs.secret
FROM sommes JOIN effectifs USING (niveau, territoire, annee, grandeur);

DROP TABLE tenues; DROP TABLE presences_lues;

CREATE VIEW presences_situees AS
WITH sieges AS (
    SELECT seance_id, any_value(coalesce(instances.code_zone, communes_bassins.code_bassin)) AS code_bassin
    FROM seances JOIN instances USING (instance_id)
    LEFT JOIN communes_bassins ON communes_bassins.code_commune = instances.code_commune
    GROUP BY seance_id
),
lues AS (
    SELECT seance_id, coalesce(p.code_zone, code_bassin) AS code_bassin, zones.nom AS venus_de, college, secret, p.source, p.fichier, p.ligne,
           count(convoques) OVER memes > 0 AND count(presents) OVER memes > 0 AS appariee,
           CASE WHEN count(DISTINCT convoques) OVER memes = 1 AND row_number() OVER (memes ORDER BY convoques IS NULL, p.source) = 1
                THEN convoques END::DOUBLE AS convoques,
           CASE WHEN count(DISTINCT presents) OVER memes = 1 AND row_number() OVER (memes ORDER BY presents IS NULL, p.source) = 1
                THEN presents END::DOUBLE AS presents
    FROM presences_publiees AS p JOIN sieges USING (seance_id)
    LEFT JOIN zones ON zones.division = 'bassin' AND zones.code_zone = p.code_zone
    WINDOW memes AS (PARTITION BY seance_id, college, p.code_zone)
    QUALIFY college <> 'ensemble' OR count(*) FILTER (college <> 'ensemble') OVER (PARTITION BY seance_id) = 0
)
SELECT s.niveau, s.territoire, s.code_departement, s.annee, s.seance_id, s.colleges, college, lues.code_bassin, venus_de, appariee, lues.convoques,
       lues.presents, coalesce(secret, false) AS secret, source, fichier, ligne
FROM seances_connues AS s
LEFT JOIN lues ON lues.seance_id = s.seance_id AND (s.niveau = 'departement' OR lues.code_bassin = s.territoire);
