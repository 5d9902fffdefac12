-- Que sait-on des coûts de chaque structure ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param limite INTEGER facultatif : nombre de structures au plus, de celles dont on sait quelque chose et des autres
-- returns structure VARCHAR : structure organisatrice, vide quand elle n'est pas nommée
-- returns n_sujets BIGINT : actions et événements
-- returns n_connu BIGINT : dont le coût est connu
-- returns n_contradictoire BIGINT : dont les déclarations se contredisent
-- returns n_a_valider BIGINT : dont les montants sont à valider
-- returns n_inconnu BIGINT : dont le coût est inconnu
-- returns cout_connu_eur DECIMAL(38,2) : somme des coûts connus par un nombre ; vide s'il n'y en a pas
-- returns cout_bas_eur DECIMAL(38,2) : au moins, coûts dits par des bornes compris
-- returns cout_haut_eur DECIMAL(38,2) : au plus ; vide quand rien ne le dit (« au moins 1 000 € »)
-- returns n_bornes BIGINT : coûts connus que dit un minimum, un maximum ou un intervalle
-- returns n_approches BIGINT : coûts connus qui sont approchés
-- returns muette BOOLEAN : aucun coût n'y est connu, ni cité
-- returns n_structures BIGINT : structures de cette sorte
WITH comptes AS (
    SELECT structure, count(*) AS n_sujets, count(*) FILTER (situation = 'connu') AS n_connu,
           count(*) FILTER (situation = 'contradictoire') AS n_contradictoire,
           count(*) FILTER (situation = 'a_valider') AS n_a_valider, count(*) FILTER (situation = 'inconnu') AS n_inconnu,
           sum(total_eur) FILTER (situation = 'connu') AS cout_connu_eur,
           sum(bas_eur) FILTER (situation = 'connu') AS cout_bas_eur, somme_au_plus(haut_eur, situation = 'connu') AS cout_haut_eur,
           count(*) FILTER (situation = 'connu' AND dit_par_bornes(precision)) AS n_bornes,
           count(*) FILTER (situation = 'connu' AND precision = 'approchee') AS n_approches
    FROM argent_du_perimetre($departement, $bassin, $annee_min, $annee_max)
    GROUP BY structure
)
SELECT structure, n_sujets, n_connu, n_contradictoire, n_a_valider, n_inconnu, cout_connu_eur, cout_bas_eur, cout_haut_eur, n_bornes,
       n_approches, n_inconnu = n_sujets AS muette, count(*) OVER (PARTITION BY n_inconnu = n_sujets) AS n_structures
FROM comptes
QUALIFY row_number() OVER (
    PARTITION BY n_inconnu = n_sujets ORDER BY cout_bas_eur DESC NULLS LAST, n_sujets DESC, coalesce(structure, '')
) <= coalesce($limite, n_structures)
ORDER BY muette, cout_bas_eur DESC NULLS LAST, n_sujets DESC, coalesce(structure, '')
