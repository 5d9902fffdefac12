-- Quels coûts proposés attendent d'être validés, faute d'autre coût ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom
-- returns structure VARCHAR : structure organisatrice
-- returns montant_eur DECIMAL(14,2) : montant écrit, en euros
-- returns borne_basse_eur DECIMAL(14,2) : au moins
-- returns borne_haute_eur DECIMAL(14,2) : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns texte_source VARCHAR : les mots d'où il vient
-- returns n_montants BIGINT : montants proposés, en tout
WITH proposes AS (
    SELECT sujet_type, sujet_id, annee, montant_eur, borne_basse_eur, borne_haute_eur, precision, texte_source, fichier, ligne
    FROM montants
    WHERE etat = 'proposee' AND role = 'total'
      AND coalesce(periodicite NOT IN ('trimestrielle', 'mensuelle', 'hebdomadaire'), true)
    UNION ALL
    SELECT sujet_type, sujet_id, annee, total_charges_eur, NULL, NULL, 'exacte', 'total des charges du budget joint', fichier, ligne
    FROM budgets_lus WHERE etat = 'proposee' AND total_charges_eur IS NOT NULL
)
SELECT sujet_type, sujet_id, titre, structure, montant_eur, borne_basse_eur, borne_haute_eur, proposes.precision, texte_source,
       count(*) OVER () AS n_montants
FROM proposes JOIN argent_du_perimetre($departement, $bassin, $annee_min, $annee_max) USING (sujet_type, sujet_id)
WHERE situation = 'a_valider' AND (annee IS NULL OR exercice_retenu(annee, $annee_min, $annee_max))
ORDER BY numero, fichier, ligne, montant_eur
LIMIT $limite
