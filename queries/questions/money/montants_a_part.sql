-- Quels montants ne sont le coût de rien : prix unitaires, dépenses partielles, montants par trimestre ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action, evenement, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom
-- returns montant_eur DECIMAL(14,2) : montant écrit, en euros
-- returns borne_basse_eur DECIMAL(14,2) : au moins
-- returns borne_haute_eur DECIMAL(14,2) : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns role VARCHAR : total, charge ou prix_unitaire
-- returns periodicite VARCHAR : par an, par trimestre, par personne…, quand elle est écrite
-- returns annee INTEGER : année, vide si inconnue
-- returns texte_source VARCHAR : les mots d'où il vient
-- returns n_montants BIGINT : ces montants, dans tout le périmètre
WITH choisis AS (
    SELECT * EXCLUDE (position), count(*) OVER () AS n_montants FROM montants_a_part
    WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
    ORDER BY numero, fichier, ligne, role, montant_eur
    LIMIT $limite
)
SELECT sujet_type, sujet_id, titre, montant_eur, borne_basse_eur, borne_haute_eur, precision, role, periodicite, annee,
       (SELECT string_agg(DISTINCT texte_source, ' · ' ORDER BY texte_source) FROM montants
        WHERE montants.sujet_id = choisis.sujet_id AND montants.fichier IS NOT DISTINCT FROM choisis.fichier
          AND montants.ligne IS NOT DISTINCT FROM choisis.ligne AND montants.role = choisis.role
          AND montants.montant_eur IS NOT DISTINCT FROM choisis.montant_eur
          AND montants.source = choisis.source) AS texte_source,
       n_montants
FROM choisis
ORDER BY numero, fichier, ligne, role, montant_eur
