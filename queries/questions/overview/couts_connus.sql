-- À combien montent les coûts connus des actions et événements d'un périmètre ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns bas_eur DECIMAL(38,2) : au moins, part du territoire, à chaque action son dernier exercice parmi ceux retenus ; vide si aucun coût n'est connu
-- returns haut_eur DECIMAL(38,2) : au plus ; vide quand rien ne le dit
-- returns n_connus BIGINT : actions et événements dont le coût est connu
-- returns n_sujets BIGINT : actions et événements
WITH lieux AS (
    SELECT sujet_type, sujet_id, sum(part) AS part FROM lieux_sujets
    WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
    GROUP BY ALL
)
SELECT sum(bas_eur * part) FILTER (situation = 'connu')::DECIMAL(38, 2) AS bas_eur,
       somme_au_plus(haut_eur * part, situation = 'connu')::DECIMAL(38, 2) AS haut_eur,
       count(*) FILTER (situation = 'connu') AS n_connus, count(*) AS n_sujets
FROM argent_du_perimetre($departement, $bassin, $annee_min, $annee_max) LEFT JOIN lieux USING (sujet_type, sujet_id)
