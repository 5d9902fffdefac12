-- De quels chargements viennent les actions, les événements, ce que des quantités et corrections en disent, ou l'argent ?
-- param quoi VARCHAR : action, evenement, dit ou argent
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns source VARCHAR : identifiant du chargement
SELECT DISTINCT source FROM sources_positions
WHERE quoi = $quoi AND position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
ORDER BY source
