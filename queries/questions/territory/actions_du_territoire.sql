-- Quelles actions ont lieu dans un territoire, ou au plus près d'une commune, celles en cours d'abord ?
-- param niveau VARCHAR : commune, epci ou bassin
-- param territoire VARCHAR : code
-- param limite INTEGER facultatif : nombre d'actions au plus
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns structure VARCHAR : structure organisatrice
-- returns etat VARCHAR : état le jour d'observation : en_cours, finie, a_venir ; vide quand aucune date ne le dit
-- returns statut VARCHAR : tel qu'écrit dans la fiche
-- returns date_debut DATE : début
-- returns date_debut_precision VARCHAR : jour, mois, annee ou inconnue
-- returns date_fin DATE : fin
-- returns date_fin_precision VARCHAR : jour, mois, annee ou inconnue
-- returns communes_noms VARCHAR[] : communes où elle a lieu
-- returns commune_proche VARCHAR : d'une commune, lieu de l'action le plus proche
-- returns distance_km DOUBLE : d'une commune, à vol d'oiseau, de mairie à mairie ; 0 sur place, vide pour les autres niveaux
WITH ici AS (
    SELECT DISTINCT sujet_id AS action_id FROM sujets_territoires
    WHERE niveau = $niveau AND territoire = $territoire AND sujet_type = 'action' AND niveau <> 'commune'
),
retenues AS (
    SELECT action_id, NULL::VARCHAR AS commune_proche, NULL::DOUBLE AS distance_km FROM ici
    UNION ALL
    SELECT action_id, commune, distance_km
    FROM actions_listees JOIN lieux_proches($territoire) USING (lieux) WHERE $niveau = 'commune'
)
SELECT action_id, titre, structure, etat, statut, date_debut, date_debut_precision, date_fin, date_fin_precision, communes_noms,
       commune_proche, distance_km
FROM retenues JOIN actions_listees USING (action_id)
ORDER BY etat IS DISTINCT FROM 'en_cours', distance_km, date_debut DESC NULLS LAST, titre, action_id
LIMIT $limite
