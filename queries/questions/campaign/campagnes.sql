-- Quelles campagnes de collecte sont ouvertes, et combien de structures ont répondu ?
-- returns campagne VARCHAR : identifiant
-- returns annee INTEGER : année demandée
-- returns ouverte_le DATE : jour de l'ouverture
-- returns fonction VARCHAR : fonction de qui l'a ouverte
-- returns source VARCHAR : sa saisie, à annuler pour la reprendre
-- returns n_structures BIGINT : structures à qui elle écrit
-- returns n_reponses BIGINT : dont celles qui ont répondu
-- returns n_cellules BIGINT : cellules que leurs réponses ont changées
SELECT campagne_id AS campagne, campagnes.annee, campagnes.ouverte_le, fonction, campagnes.source,
       count(*) AS n_structures, count(*) FILTER (n_reponses > 0) AS n_reponses,
       coalesce(sum(n_cellules), 0)::BIGINT AS n_cellules
FROM campagnes
JOIN campagnes_suivi USING (campagne_id)
JOIN saisies ON saisies.source = campagnes.source
GROUP BY campagne_id, campagnes.annee, campagnes.ouverte_le, fonction, campagnes.source, rang
ORDER BY rang DESC
