-- Quels sont les chiffres principaux publiés, à comparer d'un instantané à l'autre ?
-- returns cle VARCHAR : ce qui est compté, sans changer d'un instantané à l'autre
-- returns libelle VARCHAR : le même, en français
-- returns unite VARCHAR : nombre ou euros
-- returns valeur DOUBLE : valeur publiée, un intervalle pour sa borne basse ; vide si elle est inconnue ou secrète
-- returns au_moins BOOLEAN : la valeur est un minimum : des personnes comptées sont dites par des bornes, publiées ou masquées
-- returns secret BOOLEAN : masquée par le secret statistique
-- Every territory and year together: the journal of a store has no filter.
WITH comptes AS (
    SELECT coalesce(sum(n_actions), 0) AS n_actions, coalesce(sum(n_en_cours), 0) AS n_en_cours,
           coalesce(sum(n_evenements), 0) AS n_evenements, coalesce(sum(n_participants_valides), 0) AS n_participants,
           coalesce(sum(n_propositions), 0) AS n_propositions
    FROM comptes_positions
),
couts AS (
    SELECT count(*) FILTER (situation = 'connu') AS n_connus, sum(coalesce(total_eur, bas_eur)) FILTER (situation = 'connu') AS total_eur
    FROM argent_du_perimetre(NULL, NULL, NULL, NULL)
),
aides AS (SELECT count(accorde_eur) AS n, sum(accorde_eur) AS accorde_eur FROM financements WHERE etat = 'validee'),
lignes AS (
    SELECT count(*) AS n, sum(montant_eur) FILTER (etape = 'accorde') AS accorde_eur, sum(montant_eur) FILTER (etape = 'verse') AS verse_eur
    FROM subventions_situees
),
-- Départements are not added: an action that stands in two of them counts in each.
participants AS (
    SELECT territoire, nom, bas, compte IS NOT NULL AND (haut IS NULL OR haut > bas) AS au_moins, secret
    FROM totaux_de('participants_distincts', 'departement', NULL, NULL)
    JOIN departements ON code_departement = territoire WHERE n_renseignes > 0
),
ouverts AS (SELECT count(DISTINCT indicateur) AS n FROM indicateurs_valeurs WHERE statut = 'ok'),
-- What cannot be measured yet is the rest, which grows with each département that bears a first fact.
aptitudes AS (
    SELECT count(*) FILTER (verdict = 'mesure le progrès') AS n_progres, count(*) FILTER (verdict = 'contexte seulement') AS n_contexte
    FROM indicateurs_aptitude
),
verdicts AS (
    SELECT count(*) FILTER (verdict = 'progrès') AS n_progres, count(*) FILTER (verdict = 'recul') AS n_reculs FROM indicateurs_progres
),
chiffres AS (
    SELECT 1 AS rang, 'actions' AS cle, 'Actions recensées' AS libelle, 'nombre' AS unite, n_actions::DOUBLE AS valeur, false AS secret FROM comptes
    UNION ALL SELECT 2, 'en_cours', 'Actions en cours le jour d''observation', 'nombre', n_en_cours, false FROM comptes
    UNION ALL SELECT 3, 'evenements', 'Événements recensés', 'nombre', n_evenements, false FROM comptes
    UNION ALL SELECT 4, 'propositions', 'Propositions à valider', 'nombre', n_propositions, false FROM comptes
    UNION ALL SELECT 5, 'actions_participants', 'Actions dont les participants sont connus', 'nombre', n_participants, false FROM comptes
    UNION ALL SELECT 6, 'participants_' || territoire, 'Participants, années additionnées, ' || nom || ' (' || territoire || ')', 'nombre', bas, secret
    FROM participants
    UNION ALL SELECT 7, 'couts_connus', 'Coûts connus (actions et événements)', 'nombre', n_connus, false FROM couts
    UNION ALL SELECT 8, 'couts_eur', 'Somme des coûts connus', 'euros', total_eur, false FROM couts
    UNION ALL SELECT 9, 'aides', 'Aides dont le montant accordé est connu', 'nombre', n, false FROM aides
    UNION ALL SELECT 10, 'aides_eur', 'Aides accordées', 'euros', accorde_eur, false FROM aides
    UNION ALL SELECT 11, 'subventions', 'Lignes de subventions publiées', 'nombre', n, false FROM lignes
    UNION ALL SELECT 12, 'subventions_eur', 'Subventions publiées, accordées', 'euros', accorde_eur, false FROM lignes
    UNION ALL SELECT 13, 'subventions_versees_eur', 'Subventions publiées, versées', 'euros', verse_eur, false FROM lignes
    UNION ALL SELECT 14, 'indicateurs', 'Indicateurs qui ont au moins une valeur', 'nombre', n, false FROM ouverts
    UNION ALL SELECT 15, 'mesurent', 'Indicateurs qui mesurent le progrès, département par département', 'nombre', n_progres, false FROM aptitudes
    UNION ALL SELECT 16, 'contexte', 'Indicateurs de contexte seulement, département par département', 'nombre', n_contexte, false FROM aptitudes
    UNION ALL SELECT 17, 'progres', 'Verdicts « progrès » (départements et bassins)', 'nombre', n_progres, false FROM verdicts
    UNION ALL SELECT 18, 'reculs', 'Verdicts « recul » (départements et bassins)', 'nombre', n_reculs, false FROM verdicts
)
SELECT cle, libelle, unite, valeur, coalesce(au_moins, false) AS au_moins, coalesce(chiffres.secret, false) AS secret
FROM chiffres LEFT JOIN (SELECT 'participants_' || territoire AS cle, au_moins FROM participants) USING (cle)
ORDER BY rang, cle
