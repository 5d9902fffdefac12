-- Quels événements ont eu lieu, édition par édition, et combien y sont venus ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns evenement_id VARCHAR : identifiant
-- returns serie VARCHAR : série d'éditions
-- returns nom VARCHAR : nom
-- returns edition INTEGER : numéro d'édition, vide si inconnu
-- returns tenu_le DATE : date, vide si inconnue
-- returns precision VARCHAR : jour, mois, annee ou inconnue
-- returns organisateur VARCHAR : organisateur
-- returns departement VARCHAR : code du département
-- returns code_commune VARCHAR : commune, vide si inconnue
-- returns commune VARCHAR : son nom
-- returns bassin VARCHAR : code du bassin de vie
-- returns theme VARCHAR : thème
-- returns n_sources BIGINT : sources qui en parlent
-- returns affluences DOUBLE[] : personnes venues, un chiffre par affirmation (ils peuvent se contredire)
-- returns affluences_hautes DOUBLE[] : le plus que dit chacune (« 8 à 10 » dit 8 et 10), dans le même ordre
-- returns precisions VARCHAR[] : leurs précisions, dans le même ordre
-- returns secret BOOLEAN : un de ces chiffres au moins est masqué par le secret statistique
SELECT evenement_id, serie, nom, edition, tenu_le, precision, organisateur, departement, code_commune, commune,
       bassin, theme, n_sources, affluences, affluences_hautes, precisions, secret
FROM evenements_listes
WHERE evenement_id IN (
    SELECT sujet_id FROM sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max) WHERE sujet_type = 'evenement'
)
ORDER BY tenu_le NULLS LAST, serie, edition, nom
