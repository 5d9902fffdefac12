-- De quelles sources viennent les faits du périmètre choisi ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns source VARCHAR : identifiant du chargement
-- returns titre VARCHAR : titre
-- returns editeur VARCHAR : éditeur, vide si inconnu
-- returns licence VARCHAR : licence, vide si la source ne la dit pas
-- returns publiee_le DATE : date de publication, vide si inconnue
-- returns chargee_le TIMESTAMP : date du chargement (UTC)
-- returns n_faits BIGINT : actions, événements, quantités et champs corrigés qui en viennent
SELECT source, titre, editeur, licence, publiee_le, chargee_le, sum(n_faits)::BIGINT AS n_faits
FROM sources_positions JOIN sources USING (source)
WHERE quoi <> 'argent' AND position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
GROUP BY ALL
ORDER BY titre, source
