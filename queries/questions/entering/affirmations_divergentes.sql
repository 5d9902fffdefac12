-- Sur quoi les sources disent-elles des nombres différents, affirmation par affirmation ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sujet VARCHAR facultatif : identifiant d'une action, d'un événement…
-- returns table_faits VARCHAR : mesures, montants ou budgets
-- returns sujet_type VARCHAR : action, evenement…
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns quoi VARCHAR : grandeur, rôle du montant ou nature du budget
-- returns annee INTEGER : année ou exercice
-- returns fait VARCHAR : empreinte de ce qui est dit, à rendre avec la décision
-- returns valeur DOUBLE : valeur, ou sa borne, en unités ou en euros
-- returns precision VARCHAR : exacte, approchee, minimum…
-- returns etat VARCHAR : validee (compte), ou ecartee (cède à une autre)
-- returns texte_source VARCHAR : les mots d'où elle vient
-- returns source VARCHAR : chargement
-- returns fonction VARCHAR : fonction de qui en a décidé
-- returns motif VARCHAR : pourquoi
WITH dites AS (
    SELECT 'mesures' AS table_faits, sujet_type, sujet_id, grandeur AS quoi, annee, fait,
           nombre_dit(valeur, borne_basse, borne_haute) AS valeur, borne_haute AS haute, precision, etat, texte_source, source
    FROM mesures_publiees WHERE NOT secret
    UNION ALL
    SELECT 'montants', sujet_type, sujet_id, role, annee, fait, nombre_dit(montant_eur, borne_basse_eur, borne_haute_eur),
           borne_haute_eur, precision, etat, texte_source, source
    FROM montants WHERE role = 'total'
    UNION ALL
    SELECT 'budgets', sujet_type, sujet_id, nature, exercice, fait, total_charges_eur, NULL, 'exacte', etat, NULL, source
    FROM budgets
),
divergentes AS (
    SELECT * FROM dites WHERE etat IN ('validee', 'ecartee')
    QUALIFY count(DISTINCT chiffre_dit(valeur, NULL, haute)) OVER (PARTITION BY table_faits, sujet_type, sujet_id, quoi, annee) > 1
)
SELECT table_faits, sujet_type, sujet_id, sujets.titre, quoi, annee, fait, valeur::DOUBLE AS valeur, precision, etat,
       texte_source, divergentes.source, fonction, motif
FROM divergentes
JOIN sujets USING (sujet_type, sujet_id)
LEFT JOIN faits_arbitres USING (table_faits, fait)
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
  AND ($sujet IS NULL OR divergentes.sujet_id = $sujet)
ORDER BY numero, table_faits, quoi, annee, valeur, divergentes.source
