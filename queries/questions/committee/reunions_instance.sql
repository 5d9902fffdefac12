-- Combien de fois une instance s'est-elle réunie, d'après ce que les sources disent ?
-- param sujet VARCHAR : identifiant de l'instance
-- returns grandeur VARCHAR : reunions ou seances
-- returns annee INTEGER : année ; vide si non dite
-- returns valeur DOUBLE : valeur écrite
-- returns borne_basse DOUBLE : au moins
-- returns borne_haute DOUBLE : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns secret BOOLEAN : masqué par le secret statistique
-- returns source VARCHAR : chargement
SELECT DISTINCT grandeur, annee, valeur, borne_basse, borne_haute, precision, secret, source
FROM mesures_publiees WHERE sujet_type = 'instance' AND sujet_id = $sujet AND etat = 'validee'
ORDER BY annee NULLS LAST, grandeur, source
