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
WITH retenus AS (FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max)),
cites AS (
    SELECT sujet_type, sujet_id, famille,
           CASE WHEN nature = 'previsionnel' THEN montant_eur END AS prevu_eur,
           CASE WHEN nature = 'realise' THEN montant_eur END AS realise_eur,
           cite_eur, demande_eur, accorde_eur, verse_eur
    FROM (
        SELECT sujet_type, sujet_id, financeur, nature, montant_eur, NULL::DECIMAL(14, 2) AS cite_eur,
               NULL::DECIMAL(14, 2) AS demande_eur, NULL::DECIMAL(14, 2) AS accorde_eur, NULL::DECIMAL(14, 2) AS verse_eur
        FROM lignes_budget JOIN budgets USING (budget_id)
        WHERE etat = 'validee' AND cote = 'produit' AND niveau = 'detail' AND financeur IS NOT NULL
          AND montant_eur IS NOT NULL
        UNION ALL
        SELECT sujet_type, sujet_id, financeur, NULL, NULL, montant_eur, NULL, NULL, NULL
        FROM montants WHERE etat = 'validee' AND role = 'produit' AND financeur IS NOT NULL
        UNION ALL
        SELECT sujet_type, sujet_id, financeur, NULL, NULL, NULL, demande_eur, accorde_eur, verse_eur
        FROM financements WHERE etat = 'validee'
    ) AS lignes
    LEFT JOIN financeurs_nommes ON libelle = plie(lignes.financeur)
),
par_sujet AS (
    SELECT famille, sujet_type, sujet_id, sum(prevu_eur) AS prevu_eur, sum(realise_eur) AS realise_eur,
           sum(cite_eur) AS cite_eur, sum(demande_eur) AS demande_eur, sum(accorde_eur) AS accorde_eur,
           sum(verse_eur) AS verse_eur
    FROM cites JOIN retenus USING (sujet_type, sujet_id)
    GROUP BY ALL
)
SELECT famille, sum(prevu_eur) AS prevu_eur, sum(realise_eur) AS realise_eur, sum(cite_eur) AS cite_eur,
       sum(demande_eur) AS demande_eur, sum(accorde_eur) AS accorde_eur, sum(verse_eur) AS verse_eur,
       count(*) AS n_sujets,
       count(*) FILTER (coalesce(prevu_eur, realise_eur, cite_eur, demande_eur, accorde_eur, verse_eur) IS NULL)
           AS n_sans_montant
FROM par_sujet
GROUP BY famille
ORDER BY prevu_eur DESC NULLS LAST, cite_eur DESC NULLS LAST, famille
