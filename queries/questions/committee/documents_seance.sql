-- Quels documents une séance a-t-elle laissés ?
-- param sujet VARCHAR : identifiant de la séance
-- returns titre VARCHAR : titre ; vide si personne ne l'a relu
-- returns adresse VARCHAR : adresse en ligne ; vide si inconnue
-- returns source VARCHAR : chargement
SELECT titre, any_value(adresse ORDER BY source) AS adresse, any_value(source ORDER BY source) AS source
FROM seances_documents WHERE seance_id = $sujet GROUP BY titre ORDER BY titre NULLS LAST
