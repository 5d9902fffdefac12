-- Qui était à une séance, par collège et par bassin d'où viennent les personnes ?
-- param sujet VARCHAR : identifiant de la séance
-- returns college VARCHAR : elus, institutions, associations, structures, habitants ou ensemble
-- returns bassin VARCHAR : nom du bassin de vie d'où viennent les personnes ; vide si non dit
-- returns convoques INTEGER : personnes invitées ; vide si inconnu ou secret
-- returns presents INTEGER : personnes venues ; vide si inconnu ou secret
-- returns precision VARCHAR : exacte, approchee, minimum, maximum ou calculee
-- returns secret BOOLEAN : masqué par le secret statistique
-- returns doute BOOLEAN : plus de présents que d'invités
-- returns source VARCHAR : chargement
SELECT college, zones.nom AS bassin, convoques, presents, precision, secret,
       coalesce(presents > convoques, false) AS doute, presences_publiees.source
FROM presences_publiees LEFT JOIN zones ON division = 'bassin' AND zones.code_zone = presences_publiees.code_zone
WHERE seance_id = $sujet
ORDER BY list_position(['elus', 'institutions', 'associations', 'structures', 'habitants', 'ensemble'], college),
         presences_publiees.code_zone NULLS FIRST, source
