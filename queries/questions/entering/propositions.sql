-- Quelles propositions lues dans les textes attendent d'être acceptées, corrigées ou refusées ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sujet VARCHAR facultatif : identifiant d'une action, d'un événement…
-- returns table_faits VARCHAR : mesures, montants, budgets ou financements
-- returns sujet_type VARCHAR : action, evenement…
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns fait VARCHAR : empreinte de ce qui est dit, à rendre avec la décision ; vide quand le nombre est secret
-- returns quoi VARCHAR : grandeur, rôle du montant, nature du budget ou financeur
-- returns annee INTEGER : année ou exercice
-- returns periodicite VARCHAR : d'un montant, par an, par séance… ; vide ailleurs
-- returns financeur VARCHAR : d'un montant ; vide ailleurs
-- returns valeur DOUBLE : valeur, en unités ou en euros
-- returns borne_basse DOUBLE : borne basse
-- returns borne_haute DOUBLE : borne haute
-- returns precision VARCHAR : exacte, approchee, minimum… ; vide pour un budget ou un financement
-- returns secret BOOLEAN : le nombre n'est pas publié
-- returns texte_source VARCHAR : les mots d'où elle vient
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne
WITH proposees AS (
    SELECT 'mesures' AS table_faits, sujet_type, sujet_id, fait, grandeur AS quoi, annee, NULL AS periodicite, NULL AS financeur,
           valeur, borne_basse, borne_haute, precision, secret, texte_source, source, fichier, ligne
    FROM mesures_publiees WHERE etat = 'proposee'
    UNION ALL
    SELECT 'montants', sujet_type, sujet_id, fait, role, annee, periodicite, financeur, montant_eur, borne_basse_eur, borne_haute_eur, precision,
           false, texte_source, source, fichier, ligne
    FROM montants WHERE etat = 'proposee'
    UNION ALL
    SELECT 'budgets', sujet_type, sujet_id, fait, nature, exercice, NULL, NULL, total_charges_eur, NULL, NULL, NULL, false, NULL, source,
           fichier, ligne
    FROM budgets WHERE etat = 'proposee'
    UNION ALL
    SELECT 'financements', sujet_type, sujet_id, fait, financeur, exercice, NULL, NULL, coalesce(accorde_eur, verse_eur, demande_eur), NULL,
           NULL, NULL, false, texte_source, source, fichier, ligne
    FROM financements WHERE etat = 'proposee'
)
SELECT table_faits, sujet_type, sujet_id, sujets.titre, fait, quoi, annee, periodicite, financeur,
       valeur::DOUBLE AS valeur,
       borne_basse::DOUBLE AS borne_basse, borne_haute::DOUBLE AS borne_haute, precision, secret, texte_source, source,
       fichier, ligne
FROM proposees JOIN sujets USING (sujet_type, sujet_id)
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
  AND ($sujet IS NULL OR sujet_id = $sujet)
ORDER BY numero, fichier, ligne, table_faits, quoi, coalesce(valeur, borne_basse, borne_haute)
