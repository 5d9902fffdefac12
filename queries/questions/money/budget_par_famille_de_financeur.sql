-- Combien chaque famille de financeurs apporte-t-elle, d'après ce qui est validé ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns famille VARCHAR : famille de financeurs ; vide quand le libellé n'est pas encore rattaché
-- returns prevu_eur DECIMAL(38,2) : produits inscrits aux budgets prévisionnels
-- returns realise_eur DECIMAL(38,2) : produits inscrits aux budgets réalisés
-- returns cite_eur DECIMAL(38,2) : montants cités dans les textes
-- returns demande_eur DECIMAL(38,2) : demandé
-- returns accorde_eur DECIMAL(38,2) : accordé, aides en nature comprises (flux_financiers les exclut)
-- returns verse_eur DECIMAL(38,2) : versé
-- returns secrets VARCHAR[] : montants masqués, parce qu'un seul donateur privé les apporte presque entiers
-- returns n_sujets BIGINT : actions et événements où cette famille est nommée
-- returns n_sans_montant BIGINT : dont ceux où aucun montant n'est connu
WITH retenues AS (FROM positions_du_perimetre($departement, $bassin, NULL, NULL)),
donateurs AS (
    SELECT financeur_id, sum(COLUMNS('_eur$')) FROM prives_positions
    WHERE position IN (FROM retenues) AND exercice_retenu(annee, $annee_min, $annee_max) GROUP BY financeur_id
),
-- The rule of dominance reads its threshold: once for the six natures, rather than once each.
natures AS (
    SELECT unnest(['prevu', 'realise', 'cite', 'demande', 'accorde', 'verse']) AS nature,
           unnest([max(prevu_eur), max(realise_eur), max(cite_eur), max(demande_eur), max(accorde_eur), max(verse_eur)]) AS premier,
           unnest([sum(prevu_eur), sum(realise_eur), sum(cite_eur), sum(demande_eur), sum(accorde_eur), sum(verse_eur)]) AS total
    FROM donateurs
),
domines AS (SELECT coalesce(list(nature) FILTER (domine(premier, total)), []) AS natures FROM natures),
par_sujet AS (
    SELECT famille, numero, sum(COLUMNS('_eur$')) FROM familles_positions
    WHERE position IN (FROM retenues) AND exercice_retenu(annee, $annee_min, $annee_max) GROUP BY famille, numero
),
familles AS (
    SELECT famille, sum(COLUMNS('_eur$')), count(*) AS n_sujets,
           count(*) FILTER (
               coalesce(prevu_eur, realise_eur, cite_eur, demande_eur, accorde_eur, verse_eur) IS NULL
           ) AS n_sans_montant,
           CASE WHEN famille = 'Privé' THEN any_value(natures) ELSE [] END AS secrets
    FROM par_sujet CROSS JOIN domines GROUP BY famille
)
SELECT famille, CASE WHEN NOT list_contains(secrets, 'prevu') THEN prevu_eur END AS prevu_eur,
       CASE WHEN NOT list_contains(secrets, 'realise') THEN realise_eur END AS realise_eur,
       CASE WHEN NOT list_contains(secrets, 'cite') THEN cite_eur END AS cite_eur,
       CASE WHEN NOT list_contains(secrets, 'demande') THEN demande_eur END AS demande_eur,
       CASE WHEN NOT list_contains(secrets, 'accorde') THEN accorde_eur END AS accorde_eur,
       CASE WHEN NOT list_contains(secrets, 'verse') THEN verse_eur END AS verse_eur,
       secrets, n_sujets, n_sans_montant
FROM familles
ORDER BY prevu_eur DESC NULLS LAST, cite_eur DESC NULLS LAST, famille
