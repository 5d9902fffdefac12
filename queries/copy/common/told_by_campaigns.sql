-- What the fiches that an indicator counts owe to collection campaigns, as far as the sources of the facts say.
-- temp sources_campagnes : one row a source that brings answers to a campaign, with the year that the campaign asks about
-- temp champs_campagnes : one row a field of an action of which all that counts now was told by campaigns, with their years
-- table indicateurs_campagnes : one row an indicator and département where campaigns told something: the fiches that tell
--   all its fields, those of them that do so by campaigns (one field is enough), and the years of these

CREATE TEMP TABLE sources_campagnes AS
SELECT source, min(annee) AS annee
FROM (SELECT source, campagne_id FROM campagnes_reponses) JOIN (SELECT campagne_id, annee FROM campagnes) USING (campagne_id)
GROUP BY source;

CREATE TEMP TABLE champs_campagnes AS
WITH champs_corriges(corrige, champ) AS (
    VALUES ('date_debut', 'date de début'), ('date_fin', 'date de fin'), ('motif_fin_code', 'motif de fin'),
           ('lieux', 'commune'), ('initiateurs', 'initiative'), ('mots_cles', 'mots clés'), ('publics', 'public'),
           ('publics', 'tranche d''âge'), ('partenaires', 'partenaires')
),
champs_comptes(grandeur, champ) AS (
    VALUES ('participations', 'participations'), ('benevoles', 'bénévoles'), ('professionnels', 'professionnels'),
           ('questionnaires_envoyes', 'questionnaires envoyés'), ('repondants', 'répondants'), ('satisfaits', 'satisfaits')
),
-- Of a corrected field, the last correction alone counts; statements stand beside each other.
dits AS (
    SELECT sujet_id, champs_corriges.champ, source
    FROM valeurs_declarees JOIN champs_corriges ON corrige = valeurs_declarees.champ WHERE sujet_type = 'action'
    UNION ALL
    SELECT sujet_id, champ, source
    FROM mesures_publiees JOIN champs_comptes USING (grandeur) WHERE sujet_type = 'action' AND etat = 'validee'
    UNION ALL
    SELECT sujet_id, unnest(list_filter([
               CASE WHEN produits IS NOT NULL THEN 'budget détaillé' END,
               CASE WHEN contributions IS NOT NULL THEN 'contributions volontaires' END,
               CASE WHEN nomme THEN 'financeur nommé' END,
               CASE WHEN nature = 'previsionnel' AND charges IS NOT NULL THEN 'budget prévisionnel' END,
               CASE WHEN nature = 'realise' AND charges IS NOT NULL THEN 'budget réalisé' END
           ], lambda champ: champ IS NOT NULL)), source
    FROM budgets_uniques WHERE sujet_type = 'action'
    UNION ALL
    SELECT sujet_id, unnest(CASE WHEN convention_fin IS NULL THEN ['montant accordé'] ELSE ['montant accordé', 'fin de convention'] END),
           source
    FROM financements_lus WHERE sujet_type = 'action' AND etat = 'validee' AND accorde_eur IS NOT NULL
)
SELECT sujet_id, champ, list(DISTINCT annee) AS annees
FROM dits LEFT JOIN sources_campagnes USING (source)
GROUP BY sujet_id, champ HAVING count(annee) = count(*);

CREATE TABLE indicateurs_campagnes AS
WITH voulus AS (SELECT id AS indicateur, unnest(champs) AS champ FROM indicateurs),
departements AS (
    SELECT DISTINCT code_departement FROM champs_sujets WHERE sujet_type = 'action' AND sujet_id IN (SELECT sujet_id FROM champs_campagnes)
),
-- A field that is not expected of a fiche (« renseigne » is NULL) holds nothing back.
fiches AS (
    SELECT indicateur, code_departement, sujet_id, list_distinct(flatten(list(coalesce(annees, [])))) AS annees
    FROM champs_sujets SEMI JOIN departements USING (code_departement) JOIN voulus USING (champ)
    LEFT JOIN champs_campagnes USING (sujet_id, champ)
    WHERE sujet_type = 'action'
    GROUP BY indicateur, code_departement, sujet_id HAVING bool_and(renseigne)
)
SELECT indicateur, code_departement, count(*) AS n_fiches, count(*) FILTER (annees <> []) AS n_campagnes,
       list_sort(list_distinct(flatten(list(annees)))) AS annees
FROM fiches GROUP BY indicateur, code_departement HAVING count(*) FILTER (annees <> []) > 0;

DROP TABLE champs_campagnes; DROP TABLE sources_campagnes;
