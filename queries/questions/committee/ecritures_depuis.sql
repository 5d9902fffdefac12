-- Qu'a-t-on écrit dans le magasin depuis un jour ?
-- param du DATE : ce jour (UTC), inclus
-- returns ecrite_le TIMESTAMP : quand (UTC)
-- returns geste VARCHAR : genre d'écriture (creation, chargement, remplacement, annulation, retablissement ou saisie)
-- returns titre VARCHAR : titre de la source, vide pour la création du magasin
-- returns format VARCHAR : format de la source, vide de même
-- returns lignes INTEGER : lignes écrites, vide si inconnu
WITH sans_journal AS (
    SELECT source, chargee_le AS ecrite_le, 'chargement' AS geste, gardees AS lignes FROM sources
    WHERE source NOT IN (SELECT source FROM ecritures WHERE source IS NOT NULL)
)
SELECT ecrite_le, geste, titre, format, lignes
FROM (SELECT source, ecrite_le, geste, lignes FROM ecritures UNION ALL FROM sans_journal) LEFT JOIN sources USING (source)
WHERE ecrite_le::DATE >= $du
ORDER BY ecrite_le DESC, titre
