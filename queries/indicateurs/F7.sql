-- Quelle part de l'argent conventionné tient à des conventions qui finissent dans les douze mois ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année dont on regarde le 31 décembre, ou le jour d'observation
-- returns numerateur DOUBLE : montants accordés pour l'année sous des conventions finissant dans les douze mois, en euros
-- returns denominateur DOUBLE : montants accordés pour l'année sous convention en cours, en euros
-- returns n BIGINT : actions et structures dont l'aide de l'année est sous une convention en cours
-- returns n_renseignes BIGINT : actions et structures dont l'aide de l'année dit la fin de sa convention
-- returns n_total BIGINT : actions et structures à qui un montant est accordé cette année, ou sous convention
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
WITH jours AS (
    SELECT annee, least(make_date(annee, 12, 31), jour) AS jour
    FROM observation, (SELECT DISTINCT annee FROM actions_situees_annees)
),
accords AS (
    SELECT sujet_type, sujet_id, exercice, sum(accorde_eur)::DOUBLE AS montant_eur, convention_debut, convention_fin
    FROM financements WHERE etat = 'validee' AND accorde_eur IS NOT NULL AND nature IN ('numeraire', 'inconnue')
    GROUP BY ALL
),
-- The year of the grant, and the others of its convention. Only the grants of a year weigh in it: what a convention will
-- bring, or brought before facts began, is not known for every year alike.
accords_annees AS (
    SELECT accords.*, exercice AS annee FROM accords WHERE exercice IS NOT NULL
    UNION ALL
    FROM (SELECT accords.*, unnest(range(year(convention_debut), year(convention_fin) + 1))::INTEGER AS annee FROM accords)
    WHERE annee IS DISTINCT FROM exercice
),
situes AS (
    SELECT a.*, code_departement, exercice IS NOT DISTINCT FROM annee AS de_l_annee,
           exercice IS NOT DISTINCT FROM annee AND convention_fin >= jour
               AND coalesce(convention_debut, make_date(exercice, 1, 1), convention_fin) <= jour AS en_cours,
           convention_fin <= jour + INTERVAL 12 MONTH AS bientot
    FROM accords_annees AS a JOIN jours USING (annee) JOIN sujets USING (sujet_type, sujet_id)
    WHERE exercice = annee OR (convention_fin >= jour AND convention_debut <= jour)
)
SELECT 'departement' AS niveau, code_departement AS territoire, annee,
       coalesce(sum(montant_eur) FILTER (en_cours AND bientot), 0) AS numerateur,
       coalesce(sum(montant_eur) FILTER (en_cours), 0) AS denominateur, count(DISTINCT sujet_id) FILTER (en_cours) AS n,
       count(DISTINCT sujet_id) FILTER (de_l_annee AND convention_fin IS NOT NULL) AS n_renseignes,
       count(DISTINCT sujet_id) AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM situes WHERE code_departement IS NOT NULL
GROUP BY code_departement, annee
