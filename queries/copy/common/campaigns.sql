-- Collection campaigns: whom they wrote to, about which fiches, and who has answered.
-- view structures_bassins : one row a structure: the bassin of its seat, or else the one where most of its actions are
-- macro a_eu_lieu : whether an action ran in a year, as far as its dates say
-- view campagnes_fiches : one row a campaign, structure and fiche that its workbook asks about
-- view campagnes_suivi : one row a campaign and structure: its answers, and how many cells they changed

CREATE VIEW structures_bassins AS
WITH dites AS (
    SELECT structure_id, any_value(nom ORDER BY source) AS nom, any_value(code_commune ORDER BY source) AS code_commune,
           any_value(code_departement ORDER BY source) AS code_departement
    FROM structures GROUP BY ALL
),
sieges AS (
    SELECT structure_id, min(code_bassin) AS code_bassin
    FROM dites JOIN communes_bassins USING (code_commune) GROUP BY ALL
),
actives AS (
    SELECT structure_id, arg_min(code_bassin, (-n, code_bassin)) AS code_bassin
    FROM (
        SELECT structure_id, code_bassin, count(DISTINCT action_id) AS n
        FROM actions JOIN actions_situees USING (action_id) WHERE code_bassin IS NOT NULL GROUP BY ALL
    )
    GROUP BY ALL
)
SELECT structure_id, dites.nom, dites.code_departement,
       coalesce(sieges.code_bassin, actives.code_bassin) AS code_bassin
FROM dites LEFT JOIN sieges USING (structure_id) LEFT JOIN actives USING (structure_id);

CREATE MACRO a_eu_lieu(debut, fin, une_annee) AS
    coalesce(year(debut) <= une_annee, true) AND coalesce(year(fin) >= une_annee, true);

-- Two structures merged since are one.
CREATE VIEW campagnes_fiches AS
SELECT DISTINCT campagne_id, annee, structure_id, action_id, titre
FROM campagnes JOIN campagnes_structures USING (campagne_id) JOIN actions USING (structure_id)
WHERE a_eu_lieu(date_debut, date_fin, annee);

CREATE VIEW campagnes_suivi AS
WITH reponses AS (
    SELECT campagne_id, structure_id, count(*) AS n_reponses, sum(cellules)::BIGINT AS n_cellules,
           max(recue_le) AS recue_le, list(source ORDER BY recue_le, source) AS sources
    FROM campagnes_reponses GROUP BY ALL
)
SELECT DISTINCT campagnes.campagne_id, annee, ouverte_le, structure_id, coalesce(n_reponses, 0) AS n_reponses,
       coalesce(n_cellules, 0) AS n_cellules, recue_le, coalesce(sources, []) AS sources
FROM campagnes JOIN campagnes_structures USING (campagne_id) LEFT JOIN reponses USING (campagne_id, structure_id);
