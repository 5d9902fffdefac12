-- Quelle part de l'argent conventionné tient à des conventions qui finissent dans les douze mois ?
-- returns niveau VARCHAR : departement
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année dont on regarde le 31 décembre, ou le jour d'observation
-- returns numerateur DOUBLE : montants accordés pour l'année sous des conventions finissant dans les douze mois, en euros
-- returns denominateur DOUBLE : montants accordés pour l'année sous convention en cours, en euros
-- returns n BIGINT : actions et structures dont l'aide de l'année est sous une convention en cours
-- returns n_renseignes BIGINT : actions et structures dont l'aide de l'année dit son montant et la fin de sa convention
-- returns n_total BIGINT : actions et structures à qui l'année apporte une aide sous convention
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : jamais : aucun effectif de personnes
-- Only the grants of a year weigh in it: what a convention will bring, or brought before facts began, is not known for
-- every year alike.
WITH aides_annees AS (
    SELECT sujet_type, sujet_id, code_departement, exercice AS annee, financeur, accorde_eur::DOUBLE AS montant_eur, convention_fin,
           least(make_date(exercice, 12, 31), jour) AS jour,
           coalesce(convention_debut, make_date(exercice, 1, 1)) AS convention_debut
    FROM observation, financements_lus AS financements JOIN sujets USING (sujet_type, sujet_id)
    WHERE etat = 'validee' AND nature IN ('numeraire', 'inconnue') AND exercice <= year(jour)
      AND coalesce(financements.convention_debut, convention_fin) IS NOT NULL AND code_departement IS NOT NULL
),
situees AS (
    SELECT *, montant_eur IS NOT NULL AND convention_fin IS NOT NULL AS connu,
           convention_fin >= jour AND convention_debut <= jour AS en_cours, convention_fin <= jour + INTERVAL 12 MONTH AS bientot
    FROM aides_annees
),
lignes AS (
    SELECT 'departement' AS niveau, code_departement AS territoire, annee, sujet_type, sujet_id, connu, en_cours,
           concat_ws(', ', financeur, 'jusqu''au ' || strftime(convention_fin, '%d/%m/%Y')) AS dit,
           CASE WHEN connu THEN if(en_cours AND bientot, montant_eur, 0) END AS numerateur,
           CASE WHEN connu THEN if(en_cours, montant_eur, 0) END AS denominateur
    FROM situees
)
SELECT niveau, territoire, annee, coalesce(sum(numerateur), 0) AS numerateur, coalesce(sum(denominateur), 0) AS denominateur,
       count(DISTINCT sujet_id) FILTER (connu AND en_cours) AS n, count(DISTINCT sujet_id) FILTER (connu) AS n_renseignes,
       count(DISTINCT sujet_id) AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM lignes
GROUP BY niveau, territoire, annee
