-- Dans combien d'actions et d'événements le coût est-il connu, contradictoire, à valider ou inconnu ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns n_connu BIGINT : coût connu
-- returns n_contradictoire BIGINT : déclarations contradictoires
-- returns n_a_valider BIGINT : montants proposés seulement
-- returns n_inconnu BIGINT : coût inconnu
-- returns n_sans_financeur BIGINT : actions et événements dont la source dit que personne ne les finance
SELECT coalesce(sum(n_connus), 0)::BIGINT AS n_connu, coalesce(sum(n_contradictoires), 0)::BIGINT AS n_contradictoire,
       coalesce(sum(n_a_valider), 0)::BIGINT AS n_a_valider, coalesce(sum(n_inconnus), 0)::BIGINT AS n_inconnu,
       coalesce(sum(n_sans_financeur), 0)::BIGINT AS n_sans_financeur
FROM comptes_positions
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
