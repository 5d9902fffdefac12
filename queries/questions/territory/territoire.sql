-- Quel est ce territoire : où il est, qui y habite, ce qui y est recensé ?
-- param niveau VARCHAR : commune, epci ou bassin
-- param territoire VARCHAR : code
-- returns niveau VARCHAR : celui demandé
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns departement VARCHAR : son nom
-- returns code_bassin VARCHAR : bassin de vie, celui de la plupart de ses communes ; vide s'il n'y en a pas
-- returns bassin VARCHAR : son nom
-- returns code_epci VARCHAR : intercommunalité d'une commune ; vide sinon
-- returns epci VARCHAR : son nom
-- returns n_communes BIGINT : communes
-- returns population BIGINT : population municipale la plus récente ; vide si inconnue
-- returns annee_population INTEGER : son année
-- returns densite DOUBLE : habitants au km² ; vide si inconnue
-- returns n_actions BIGINT : actions enregistrées qui y ont lieu
-- returns n_en_cours BIGINT : dont en cours le jour d'observation
-- returns n_sans_etat BIGINT : dont aucune date ne dit si elles sont en cours ce jour-là
-- returns n_evenements BIGINT : événements enregistrés qui y ont lieu
-- returns n_structures BIGINT : structures qui y portent des actions
-- returns n_non_situees BIGINT : actions du département dont la commune n'est pas connue, comptées nulle part ici
WITH lieu AS (
    SELECT niveau, territoire, nom, code_departement FROM territoires_niveaux
    WHERE niveau = $niveau AND territoire = $territoire AND niveau IN ('commune', 'epci', 'bassin')
),
membres AS (
    SELECT territoire AS code_commune FROM lieu WHERE niveau = 'commune'
    UNION
    SELECT code_commune FROM divisions_communes JOIN lieu ON division = niveau AND code_zone = territoire
),
taille AS (
    SELECT count(*) AS n_communes, sum(population)::BIGINT AS population, max(annee)::INTEGER AS annee_population,
           sum(population) / nullif(sum(surface_km2), 0) AS densite,
           mode(code_bassin ORDER BY code_bassin) AS code_bassin
    FROM membres JOIN communes USING (code_commune)
    LEFT JOIN dernieres_populations USING (code_commune) LEFT JOIN communes_bassins USING (code_commune)
),
epcis AS (
    SELECT min(code_zone) AS code_epci, any_value(nom ORDER BY code_zone) AS epci
    FROM membres JOIN divisions_communes USING (code_commune) JOIN zones USING (division, code_zone)
    WHERE division = 'epci' AND $niveau = 'commune'
),
ici AS (
    SELECT DISTINCT sujet_type, sujet_id FROM sujets_territoires WHERE niveau = $niveau AND territoire = $territoire
),
comptes AS (
    SELECT count(*) FILTER (sujet_type = 'action') AS n_actions,
           count(*) FILTER (sujet_type = 'action' AND etat = 'en_cours') AS n_en_cours,
           count(*) FILTER (sujet_type = 'action' AND etat IS NULL) AS n_sans_etat,
           count(*) FILTER (sujet_type = 'evenement') AS n_evenements, count(DISTINCT structure_id) AS n_structures
    FROM ici LEFT JOIN actions_listees ON sujet_type = 'action' AND sujet_id = action_id
)
SELECT lieu.niveau, lieu.territoire, lieu.nom, lieu.code_departement, departements.nom AS departement, taille.code_bassin,
       bassins.nom AS bassin, code_epci, epci, n_communes, population, annee_population, densite, n_actions, n_en_cours,
       n_sans_etat, n_evenements, n_structures,
       (SELECT count(*) FROM actions_listees
        WHERE departement = lieu.code_departement AND len(communes) = 0) AS n_non_situees
FROM lieu CROSS JOIN taille CROSS JOIN epcis CROSS JOIN comptes
LEFT JOIN departements USING (code_departement)
LEFT JOIN zones AS bassins ON bassins.division = 'bassin' AND bassins.code_zone = taille.code_bassin
