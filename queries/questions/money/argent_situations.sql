-- Dans combien d'actions et d'événements le coût est-il connu, contradictoire, à valider ou inconnu ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns n_connu BIGINT : coût connu
-- returns n_contradictoire BIGINT : déclarations contradictoires
-- returns n_a_valider BIGINT : montants proposés seulement
-- returns n_inconnu BIGINT : coût inconnu
-- returns n_sans_financeur BIGINT : actions et événements dont la source dit que personne ne les finance
SELECT count(*) FILTER (situation = 'connu') AS n_connu, count(*) FILTER (situation = 'contradictoire') AS n_contradictoire,
       count(*) FILTER (situation = 'a_valider') AS n_a_valider, count(*) FILTER (situation = 'inconnu') AS n_inconnu,
       count(*) FILTER (sans_financeur) AS n_sans_financeur
FROM argent_du_perimetre($departement, $bassin, $annee_min, $annee_max)
