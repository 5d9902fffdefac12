-- Année par année, combien de fiches manquent à un indicateur pour avoir une valeur ?
-- param departement VARCHAR : code du département
-- param indicateur VARCHAR : identifiant
-- param champ VARCHAR : champ à compléter, tel que champs_a_collecter le nomme
-- returns territoire VARCHAR : le département ; ses bassins, l'un après l'autre, pour un écart qui ne se lit qu'entre eux
-- returns annee INTEGER : année révolue où des faits sont attendus
-- returns utilisable BOOLEAN : elle a déjà une valeur
-- returns n_renseignes BIGINT : faits renseignés
-- returns n_total BIGINT : faits attendus
-- returns n_encore BIGINT : à compléter pour qu'elle ait une valeur ; vide quand compléter n'y suffit pas
-- returns n_sujets BIGINT : fiches actives cette année-là dont le champ est attendu
-- returns n_annees_requises BIGINT : années qu'il faut pour que l'indicateur soit mesurable
WITH sujets_annees AS (
    SELECT annee, count(*) AS n_sujets
    FROM champs_sujets JOIN sujets_territoires_annees USING (sujet_type, sujet_id)
    WHERE champ = $champ AND code_departement = $departement AND renseigne IS NOT NULL
      AND niveau = 'departement' AND territoire = $departement
    GROUP BY annee
),
-- A gap between bassins has no value for the whole that they make, whatever is filled in.
lus AS (
    SELECT CASE WHEN calcul LIKE 'ecart_%' AND list_contains(niveaux, 'bassin') AND NOT EXISTS (
        FROM indicateurs_valeurs
        WHERE indicateur = $indicateur AND niveau = 'departement' AND territoire = $departement AND denominateur > 0
    ) THEN 'bassin' ELSE 'departement' END AS niveau
    FROM indicateurs WHERE id = $indicateur
),
attendues AS (
    SELECT territoire, annee, list_contains(['ok', 'p'], statut) AS utilisable, coalesce(n_renseignes, 0) AS n_renseignes, n_total,
           statut IN ('nd', 'ns') AS muette,
           -- Where n counts the facts themselves, there must be enough of them, however well they are filled in.
           greatest(
               ceil(couverture_min * n_total / 100), CASE WHEN n_compte = 'actions' THEN coalesce(n_min, 0) ELSE 0 END
           )::BIGINT AS il_faut,
           -- What has no progress of its own is context with one year; the rest is compared with a reference.
           CASE WHEN sens = 'neutre' OR (calcul = 'taux' AND intervalle = 'aucun') THEN 1
                ELSE tendance_annees_min END AS n_annees_requises
    FROM indicateurs_valeurs
    JOIN lus USING (niveau)
    JOIN indicateurs ON id = indicateur
    CROSS JOIN (SELECT tendance_annees_min FROM regles) AS regles
    CROSS JOIN observation
    WHERE indicateur = $indicateur AND code_departement = $departement AND n_total > 0
      AND make_date(annee, 12, 31) <= jour
)
SELECT territoire, annee, utilisable, n_renseignes, n_total,
       CASE WHEN muette AND il_faut > n_renseignes AND il_faut <= n_total THEN il_faut - n_renseignes END AS n_encore,
       coalesce(n_sujets, 0) AS n_sujets, n_annees_requises
FROM attendues LEFT JOIN sujets_annees USING (annee)
ORDER BY territoire, annee
