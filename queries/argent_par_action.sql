-- Pour chaque action ou événement, que sait-on de son coût : connu, inconnu ou contradictoire ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom
-- returns structure VARCHAR : structure organisatrice
-- returns situation VARCHAR : connu, contradictoire, a_valider ou inconnu
-- returns total_eur DECIMAL(14,2) : coût, s'il est connu et s'il n'y en a qu'un
-- returns precision VARCHAR : précision de ce coût
-- returns n_financeurs BIGINT : financeurs nommés (« Aucun » ne compte pas)
-- returns sans_financeur BOOLEAN : la source dit que personne ne finance
-- returns n_constats BIGINT : contradictions relevées sur son argent
WITH retenus AS (
    FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max)
    WHERE sujet_type IN ('action', 'evenement')
),
totaux AS (
    SELECT sujet_type, sujet_id, montant_eur, precision, etat FROM montants
    WHERE role = 'total' AND periodicite IS DISTINCT FROM 'trimestrielle'
      AND periodicite IS DISTINCT FROM 'mensuelle' AND periodicite IS DISTINCT FROM 'hebdomadaire'
    UNION ALL
    SELECT sujet_type, sujet_id, total_charges_eur, 'exacte', etat FROM budgets WHERE total_charges_eur IS NOT NULL
),
couts AS (
    SELECT sujet_type, sujet_id, count(DISTINCT montant_eur) FILTER (etat = 'validee') AS n_valides,
           any_value(montant_eur) FILTER (etat = 'validee') AS total_eur,
           any_value(precision) FILTER (etat = 'validee') AS precision, count(*) AS n_cites
    FROM totaux GROUP BY ALL
),
payeurs AS (
    SELECT sujet_type, sujet_id,
           count(DISTINCT coalesce(financeur_id, financeur)) FILTER (famille IS DISTINCT FROM 'Aucun') AS n_financeurs,
           coalesce(bool_or(famille = 'Aucun'), false) AS sans_financeur
    FROM (
        SELECT sujet_type, sujet_id, financeur FROM financements
        UNION ALL
        SELECT sujet_type, sujet_id, financeur FROM lignes_budget JOIN budgets USING (budget_id)
        WHERE cote = 'produit' AND montant_eur IS NOT NULL
    ) AS cites
    LEFT JOIN financeurs_nommes ON libelle = plie(financeur)
    WHERE financeur IS NOT NULL GROUP BY ALL
),
ecarts AS (
    SELECT sujet_type, sujet_id, count(*) AS n_constats FROM constats WHERE domaine = 'argent' GROUP BY ALL
)
SELECT sujet_type, sujet_id, sujets.titre, coalesce(actions.structure, evenements_situes.organisateur) AS structure,
       CASE WHEN coalesce(n_valides, 0) > 1 OR coalesce(n_constats, 0) > 0 THEN 'contradictoire'
            WHEN n_valides = 1 THEN 'connu'
            WHEN coalesce(n_cites, 0) > 0 THEN 'a_valider'
            ELSE 'inconnu' END AS situation,
       CASE WHEN n_valides = 1 THEN total_eur END AS total_eur,
       CASE WHEN n_valides = 1 THEN couts.precision END AS precision,
       coalesce(n_financeurs, 0) AS n_financeurs, coalesce(sans_financeur, false) AS sans_financeur,
       coalesce(n_constats, 0) AS n_constats
FROM retenus
JOIN sujets USING (sujet_type, sujet_id)
LEFT JOIN actions ON sujet_type = 'action' AND action_id = sujet_id
LEFT JOIN evenements_situes ON sujet_type = 'evenement' AND evenement_id = sujet_id
LEFT JOIN couts USING (sujet_type, sujet_id)
LEFT JOIN payeurs USING (sujet_type, sujet_id)
LEFT JOIN ecarts USING (sujet_type, sujet_id)
ORDER BY total_eur DESC NULLS LAST, titre
