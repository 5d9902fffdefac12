-- Pour chaque action ou événement, que sait-on de son coût : connu, inconnu ou contradictoire ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom
-- returns structure VARCHAR : structure organisatrice
-- returns situation VARCHAR : connu, contradictoire, a_valider ou inconnu
-- returns total_eur DECIMAL(14,2) : coût, s'il est connu et sans contradiction ; le dernier exercice, réalisé plutôt que prévu
-- returns bas_eur DECIMAL(14,2) : au moins
-- returns haut_eur DECIMAL(14,2) : au plus ; vide quand rien ne le dit
-- returns precision VARCHAR : précision de ce coût
-- returns n_financeurs BIGINT : financeurs nommés (« Aucun » ne compte pas)
-- returns sans_financeur BOOLEAN : la source dit que personne ne finance
-- returns n_constats BIGINT : contradictions relevées sur son argent
SELECT sujet_type, sujet_id, titre, structure, situation, total_eur, bas_eur, haut_eur,
       precision, n_financeurs, sans_financeur, n_constats
FROM argent_du_perimetre($departement, $bassin, $annee_min, $annee_max)
ORDER BY coalesce(total_eur, bas_eur) DESC NULLS LAST, numero
