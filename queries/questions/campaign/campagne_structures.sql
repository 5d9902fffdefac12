-- À quelles structures une campagne a-t-elle écrit, et lesquelles ont répondu ?
-- param campagne VARCHAR : identifiant d'une campagne
-- returns structure_id VARCHAR : identifiant
-- returns structure VARCHAR : nom
-- returns departement VARCHAR : code de son département
-- returns code_bassin VARCHAR : code de son bassin de vie ; vide quand rien ne le dit
-- returns bassin VARCHAR : nom de ce bassin
-- returns n_fiches BIGINT : fiches de l'année demandée ; sans fiche, pas de classeur
-- returns envoyee_le DATE : jour de l'ouverture de la campagne
-- returns n_reponses BIGINT : classeurs rendus qui comptent
-- returns recue_le DATE : jour du dernier
-- returns n_cellules BIGINT : cellules qu'ils ont changées
-- returns sources VARCHAR[] : leurs chargements
WITH fiches AS (SELECT structure_id, count(*) AS n FROM campagnes_fiches WHERE campagne_id = $campagne GROUP BY ALL)
SELECT structure_id, structures_bassins.nom AS structure, structures_bassins.code_departement AS departement, code_bassin,
       zones.nom AS bassin, coalesce(fiches.n, 0) AS n_fiches, ouverte_le AS envoyee_le, n_reponses, recue_le, n_cellules,
       sources
FROM campagnes_suivi
JOIN structures_bassins USING (structure_id)
LEFT JOIN fiches USING (structure_id)
LEFT JOIN zones ON division = 'bassin' AND code_zone = code_bassin
WHERE campagne_id = $campagne
ORDER BY coalesce(zones.rang, 9999), code_bassin, structure, structure_id
