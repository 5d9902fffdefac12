-- Que déclare-t-on du coût d'une action ou d'un événement, poste par poste, et où est-ce écrit ?
-- param sujet VARCHAR : identifiant
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns quoi VARCHAR : cite (coût cité en toutes lettres), total (total des charges d'un budget), charge ou produit (une de ses lignes)
-- returns nature VARCHAR : prevu ou realise, du budget ; vide d'un coût cité
-- returns exercice INTEGER : exercice ; vide si inconnu
-- returns libelle VARCHAR : compte et libellé d'un poste ; les mots d'un coût cité
-- returns montant_eur DOUBLE : montant, en euros ; vide quand seules des bornes sont dites
-- returns borne_basse_eur DOUBLE : au moins
-- returns borne_haute_eur DOUBLE : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH siens AS (FROM budgets WHERE sujet_id = $sujet AND etat = 'validee'),
dites AS (
    SELECT 0 AS rang, sujet_type, sujet_id, 'cite' AS quoi, NULL AS nature, annee AS exercice, texte_source AS libelle,
           montant_eur::DOUBLE AS montant_eur, borne_basse_eur::DOUBLE AS borne_basse_eur, borne_haute_eur::DOUBLE AS borne_haute_eur,
           precision, source, fichier, ligne
    FROM montants WHERE sujet_id = $sujet AND role = 'total' AND etat = 'validee'
    UNION ALL
    SELECT 1, sujet_type, sujet_id, 'total', nature, exercice, NULL, total_charges_eur::DOUBLE, NULL, NULL, 'exacte', source, fichier, ligne
    FROM siens WHERE total_charges_eur IS NOT NULL
    UNION ALL
    SELECT 2, sujet_type, sujet_id, cote, nature, exercice, concat_ws(' ', compte, libelle), montant_eur::DOUBLE, NULL, NULL, 'exacte',
           l.source, l.fichier, l.ligne
    FROM lignes_budget AS l JOIN siens USING (budget_id)
)
SELECT sujet_type, sujet_id, titre, quoi, nature, exercice, libelle, montant_eur, borne_basse_eur, borne_haute_eur, precision, source,
       fichier, ligne, (SELECT list(DISTINCT source ORDER BY source) FROM dites) AS chargements, count(*) OVER () AS n_lignes
FROM dites JOIN sujets USING (sujet_type, sujet_id)
ORDER BY rang = 0 DESC, exercice, nature, rang, fichier, ligne, libelle
LIMIT $limite
