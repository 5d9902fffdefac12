-- Quels sont les coûts d'une situation, du plus élevé au moins élevé, et d'où les tient-on ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param situation VARCHAR : connu, contradictoire, a_valider ou inconnu
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom
-- returns structure VARCHAR : structure organisatrice
-- returns total_eur DECIMAL(14,2) : coût du dernier exercice connu parmi ceux choisis, réalisé plutôt que prévu, s'il n'y en a qu'un
-- returns bas_eur DECIMAL(14,2) : au moins
-- returns haut_eur DECIMAL(14,2) : au plus ; vide quand rien ne le dit
-- returns precision VARCHAR : précision de ce coût
-- returns annee INTEGER : année ou exercice de ce coût
-- returns periodicite VARCHAR : par an…, quand elle est écrite
-- returns texte_source VARCHAR : les mots d'où il vient
-- returns source VARCHAR : chargement
-- returns financeurs VARCHAR[] : financeurs nommés, par ordre alphabétique (« Aucun » n'en est pas un)
-- returns n_financeurs BIGINT : financeurs nommés
-- returns sans_financeur BOOLEAN : la source dit que personne ne finance
WITH choisis AS (
    FROM argent_du_perimetre($departement, $bassin, $annee_min, $annee_max)
    WHERE situation = $situation
    ORDER BY coalesce(total_eur, bas_eur) DESC NULLS LAST, numero
    LIMIT $limite
),
-- Words that nobody has reviewed are withheld where they stand, so they are read there.
textes AS (
    SELECT DISTINCT sujet_type, sujet_id, fichier AS fichier_cout, ligne AS ligne_cout, texte_source FROM montants
    WHERE role = 'total' AND sujet_id IN (SELECT sujet_id FROM choisis)
)
SELECT sujet_type, sujet_id, titre, structure, total_eur, bas_eur, haut_eur, precision, annee_cout AS annee, periodicite,
       CASE WHEN cout_budget THEN 'total des charges du budget joint' ELSE texte_source END AS texte_source,
       source_cout AS source, financeurs, n_financeurs, sans_financeur
FROM choisis
LEFT JOIN textes USING (sujet_type, sujet_id, fichier_cout, ligne_cout)
ORDER BY coalesce(total_eur, bas_eur) DESC NULLS LAST, numero
