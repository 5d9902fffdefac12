-- Que disent les fiches de chaque structure d'une campagne, et celles de son territoire, l'année demandée ?
-- param campagne VARCHAR : identifiant d'une campagne
-- returns structure_id VARCHAR : identifiant de la structure
-- returns niveau VARCHAR : structure, bassin ou departement
-- returns nom VARCHAR : nom de la structure, du bassin ou du département
-- returns quoi VARCHAR : participants_distincts, participations, benevoles, professionnels, accorde_eur, ou renseignement (champs)
-- returns valeur DOUBLE : somme publiée, en personnes, en euros ou en champs renseignés ; vide si elle est secrète ou inconnue
-- returns au_moins BOOLEAN : d'autres nombres connus n'y sont pas : secrets, dits par une borne, ou divergents
-- returns environ BOOLEAN : un nombre approché y est compté
-- returns secret BOOLEAN : rien n'en est publié, par secret statistique
-- returns n_renseignes BIGINT : fiches (champs) dont le nombre est connu
-- returns n_total BIGINT : fiches de l'année (champs de ces fiches) où il pourrait l'être, pour une structure comme pour un territoire
WITH demandes AS (
    SELECT DISTINCT campagnes_suivi.annee, structure_id, s.nom AS structure, s.code_departement, s.code_bassin
    FROM campagnes_suivi JOIN structures_bassins AS s USING (structure_id) WHERE campagne_id = $campagne
),
fiches AS (SELECT structure_id, action_id, annee FROM campagnes_fiches WHERE campagne_id = $campagne),
grandeurs AS (
    SELECT unnest(['participants_distincts', 'participations', 'benevoles', 'professionnels']) AS quoi
),
territoires AS (
    SELECT annee, structure_id, 'bassin' AS niveau, code_bassin AS territoire, demandes.code_departement, zones.nom
    FROM demandes JOIN zones ON division = 'bassin' AND code_zone = code_bassin
    UNION ALL
    SELECT annee, structure_id, 'departement', code_departement, code_departement, departements.nom
    FROM demandes JOIN departements USING (code_departement)
),
-- Of several statements about one fiche and year, the least is certain.
comptes AS (
    SELECT structure_id, action_id, grandeur AS quoi, min(coalesce(valeur, borne_basse)) FILTER (NOT secret) AS valeur,
           bool_or(secret OR precision IN ('minimum', 'maximum', 'intervalle')) OR count(*) > 1 AS au_moins,
           bool_or(precision = 'approchee' AND NOT secret) AS environ, bool_and(secret) AS secret
    FROM fiches
    JOIN mesures_publiees AS m ON sujet_type = 'action' AND sujet_id = action_id AND m.annee = fiches.annee
    WHERE etat = 'validee' GROUP BY ALL
),
de_structure AS (
    SELECT structure_id, quoi, sum(valeur) AS valeur, coalesce(bool_or(comptes.au_moins), false) AS au_moins,
           coalesce(bool_or(environ), false) AS environ, coalesce(bool_and(comptes.secret), false) AS secret,
           count(comptes.action_id) AS n_renseignes, count(*) AS n_total
    FROM fiches CROSS JOIN grandeurs LEFT JOIN comptes USING (structure_id, action_id, quoi)
    GROUP BY ALL
),
accords AS (
    SELECT structure_id, sum(montant_eur) AS valeur, count(montant_eur) AS n_renseignes, count(*) AS n_total
    FROM fiches LEFT JOIN subventions_accordees USING (action_id, annee) GROUP BY ALL
),
champs AS (
    SELECT action_id, count(*) FILTER (renseigne) AS n_renseignes, count(renseigne) AS n_total
    FROM (SELECT DISTINCT sujet_id AS action_id, champ, renseigne FROM champs_sujets WHERE sujet_type = 'action') GROUP BY ALL
),
-- Of a territory as of a structure: what ran in the year as far as its dates say.
de_l_annee AS (
    SELECT DISTINCT territoires.structure_id, territoires.niveau, sujet_type, sujet_id
    FROM territoires JOIN sujets_territoires AS s ON s.niveau = territoires.niveau AND s.territoire = territoires.territoire
    LEFT JOIN actions ON sujet_type = 'action' AND action_id = sujet_id
    WHERE CASE sujet_type WHEN 'action' THEN a_eu_lieu(date_debut, date_fin, territoires.annee)
               ELSE territoires.annee BETWEEN s.annee_debut AND s.annee_fin END
),
presents AS (
    SELECT structure_id, niveau, count(*) AS n_sujets, count(*) FILTER (sujet_type = 'action') AS n_actions
    FROM de_l_annee GROUP BY ALL
),
remplis AS (
    SELECT structure_id, 'structure' AS niveau, sum(n_renseignes) AS n_renseignes, sum(n_total) AS n_total
    FROM fiches JOIN champs USING (action_id) GROUP BY ALL
    UNION ALL
    SELECT structure_id, niveau, sum(n_renseignes), sum(n_total)
    FROM de_l_annee JOIN champs ON sujet_type = 'action' AND action_id = sujet_id GROUP BY ALL
),
lignes AS (
    SELECT structure_id, 'structure' AS niveau, quoi, valeur, au_moins AND valeur IS NOT NULL AS au_moins, environ, secret,
           n_renseignes, n_total
    FROM de_structure
    UNION ALL SELECT structure_id, 'structure', 'accorde_eur', valeur, false, false, false, n_renseignes, n_total FROM accords
    UNION ALL
    SELECT structure_id, territoires.niveau, quoi, coalesce(t.bas, t.compte),
           coalesce(t.compte IS NOT NULL AND (t.haut IS NULL OR t.haut > t.bas), false), coalesce(t.n_approches > 0, false),
           coalesce(t.secret, false), coalesce(t.n_renseignes, 0), greatest(t.n_sujets, presents.n_sujets, 0)
    FROM territoires CROSS JOIN grandeurs LEFT JOIN presents USING (structure_id, niveau)
    LEFT JOIN totaux_personnes AS t ON t.grandeur = quoi AND t.niveau = territoires.niveau
         AND t.territoire = territoires.territoire AND t.annee = territoires.annee
    UNION ALL
    SELECT structure_id, niveau, 'accorde_eur', accorde_eur, false, false, false, coalesce(n_accordes, 0), greatest(n_plans, n_actions, 0)
    FROM territoires LEFT JOIN presents USING (structure_id, niveau)
    LEFT JOIN finances_territoires AS f
        ON f.division = niveau AND f.territoire = territoires.territoire AND f.annee = territoires.annee
       AND f.code_departement = territoires.code_departement
    UNION ALL
    SELECT structure_id, niveau, 'renseignement', n_renseignes, false, false, false, n_renseignes, n_total FROM remplis
)
SELECT structure_id, niveau, coalesce(territoires.nom, structure) AS nom, quoi, valeur::DOUBLE AS valeur, au_moins, environ, secret,
       n_renseignes::BIGINT AS n_renseignes, n_total::BIGINT AS n_total
FROM lignes JOIN demandes USING (structure_id) LEFT JOIN territoires USING (structure_id, niveau)
ORDER BY structure, structure_id, list_position(['structure', 'bassin', 'departement'], niveau),
         list_position(['participants_distincts', 'participations', 'benevoles', 'professionnels', 'accorde_eur',
                        'renseignement'], quoi)
