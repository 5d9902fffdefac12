-- Combien chaque famille de financeurs apporte-t-elle, d'après ce qui est validé ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns famille VARCHAR : famille de financeurs ; vide quand le libellé n'est pas encore rattaché
-- returns prevu_eur DECIMAL(38,2) : produits inscrits aux budgets prévisionnels
-- returns realise_eur DECIMAL(38,2) : produits inscrits aux budgets réalisés
-- returns cite_eur DECIMAL(38,2) : montants cités dans les textes
-- returns demande_eur DECIMAL(38,2) : demandé
-- returns accorde_eur DECIMAL(38,2) : accordé
-- returns verse_eur DECIMAL(38,2) : versé
-- returns n_sujets BIGINT : actions et événements où cette famille est nommée
-- returns n_sans_montant BIGINT : dont ceux où aucun montant n'est connu
SELECT famille, sum(prevu_eur) AS prevu_eur, sum(realise_eur) AS realise_eur, sum(cite_eur) AS cite_eur,
       sum(demande_eur) AS demande_eur, sum(accorde_eur) AS accorde_eur, sum(verse_eur) AS verse_eur,
       sum(n_sujets)::BIGINT AS n_sujets, sum(n_sans_montant)::BIGINT AS n_sans_montant
FROM familles_positions
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
GROUP BY famille
ORDER BY prevu_eur DESC NULLS LAST, cite_eur DESC NULLS LAST, famille
