-- Qu'est-ce qui porte ces mots : territoires, indicateurs, structures, actions, instances, séances, décisions, événements, projets ?
-- param mots VARCHAR[] : mots cherchés, pliés (minuscules, sans accent ni signe), « saint » en toutes lettres ; il les faut tous
-- param departement VARCHAR facultatif : code du département du lecteur, qui vient d'abord
-- param bassin VARCHAR facultatif : code de son bassin de vie
-- param annee_min INTEGER facultatif : sa première année
-- param annee_max INTEGER facultatif : sa dernière année
-- param limite INTEGER : résultats de chaque genre, au plus
-- returns genre VARCHAR : territoire, indicateur, structure, action, instance, seance, decision, evenement ou projet
-- returns niveau VARCHAR : du territoire : commune, epci, bassin ou departement ; vide pour le reste
-- returns code VARCHAR : code du territoire, nom de la structure, identifiant du reste
-- returns nom VARCHAR : nom ou titre
-- returns precision VARCHAR : sa structure, sa famille, son instance, son jour : ce qui le distingue d'un autre du même nom
-- returns code_departement VARCHAR : code de son département, vide pour un indicateur et quand rien ne le dit
-- returns departement VARCHAR : son nom
-- returns n_actions BIGINT : actions de la structure
-- returns ici BOOLEAN : au moins une de ces actions est dans le territoire et les années du lecteur
-- returns rang INTEGER : 0 : ce nom ou ce code ; 1 : commence ainsi ; 2 : contient ces mots ; 3 : avec ceux qui l'accompagnent
WITH
-- What a committee met about: each thing once, where its body or its structures are.
instances_dites AS (
    SELECT instance_id, any_value(nom ORDER BY source) AS instance, any_value(code_departement) AS code_departement
    FROM instances GROUP BY instance_id
),
seances_dites AS (
    SELECT seance_id, any_value(instance_id ORDER BY source) AS instance_id, any_value(objet ORDER BY source) AS objet,
           any_value(tenue_le ORDER BY source) AS tenue_le, any_value(precision ORDER BY source) FILTER (tenue_le IS NOT NULL) AS precision
    FROM seances GROUP BY seance_id
),
seances_situees AS (
    SELECT *, CASE precision WHEN 'jour' THEN strftime(tenue_le, 'du %d/%m/%Y') WHEN 'mois' THEN strftime(tenue_le, 'de %m/%Y')
                             WHEN 'annee' THEN strftime(tenue_le, 'de %Y') ELSE 'sans date' END AS quand
    FROM seances_dites JOIN instances_dites USING (instance_id)
),
projets_dits AS (
    SELECT projet_id, any_value(titre ORDER BY projets_sociaux.source) AS titre, any_value(zones.nom) AS epci,
           any_value(structures.code_departement) AS code_departement, max(fin) AS fin
    FROM projets_sociaux LEFT JOIN projets_structures USING (projet_id) LEFT JOIN structures USING (structure_id)
    LEFT JOIN zones ON division = 'epci' AND code_zone = code_epci
    GROUP BY projet_id
),
positions_ici AS (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max)),
-- « compagnie » : words that help to tell one from another, and find nothing alone.
porteurs AS (
    SELECT 'territoire' AS genre, niveau, territoire AS code, t.nom, NULL::VARCHAR AS precision, t.code_departement,
           NULL::BIGINT AS n_actions, NULL::BOOLEAN AS ici, territoire AS identifiant,
           concat_ws(' ', CASE WHEN niveau <> 'departement' THEN departements.nom END, t.code_departement,
                     -- What kind of place it is: « bassin de Vichy », « commune d'Yzeure ».
                     CASE niveau WHEN 'commune' THEN 'commune ville' WHEN 'epci' THEN 'intercommunalité epci'
                                 WHEN 'bassin' THEN 'bassin de vie' ELSE 'département' END, 'de du des d la le les l') AS compagnie,
           list_position(['departement', 'commune', 'bassin', 'epci'], niveau) AS ordre, population AS poids
    FROM territoires_niveaux AS t
    LEFT JOIN departements ON departements.code_departement = t.code_departement
    LEFT JOIN dernieres_populations ON niveau = 'commune' AND code_commune = territoire
    UNION ALL
    SELECT 'indicateur', NULL, id, titre, famille_titre, NULL, NULL, NULL, id, concat_ws(' ', question, famille_titre), rang, 0
    FROM indicateurs
    UNION ALL
    SELECT 'structure', NULL, structure, structure, NULL, mode(departement), count(*), bool_or(position IN (FROM positions_ici)),
           '', '', 0, count(*)
    FROM actions_listees WHERE structure IS NOT NULL GROUP BY structure
    UNION ALL
    SELECT 'action', NULL, action_id, titre, structure, departement, NULL, NULL, action_id, structure,
           CASE etat WHEN 'en_cours' THEN 0 WHEN 'a_venir' THEN 1 ELSE 2 END, coalesce(annee_fin, 0)
    FROM actions_listees WHERE titre IS NOT NULL
    UNION ALL
    SELECT 'instance', NULL, instance_id, instance, NULL, code_departement, NULL, NULL, '', 'instance comité', 0, 0 FROM instances_dites
    UNION ALL
    SELECT 'seance', NULL, seance_id, concat(instance, ', séance ', quand), objet, code_departement, NULL, NULL, '',
           concat_ws(' ', 'réunion', objet), 0, coalesce(epoch(tenue_le), 0)
    FROM seances_situees
    UNION ALL
    SELECT 'decision', NULL, decision_id, intitule, concat(instance, ', séance ' || quand), code_departement, NULL, NULL, '', concat_ws(' ', 'décision', instance, porteur),
           CASE WHEN coalesce(etat, 'a_faire') IN ('faite', 'abandonnee') THEN 1 ELSE 0 END, coalesce(epoch(tenue_le), 0)
    FROM decisions_dites LEFT JOIN seances_situees USING (seance_id) WHERE intitule IS NOT NULL
    UNION ALL
    SELECT 'evenement', NULL, evenement_id, nom,
           concat_ws(', ', organisateur, CASE precision WHEN 'jour' THEN strftime(tenu_le, '%d/%m/%Y')
                                                        WHEN 'mois' THEN strftime(tenu_le, '%m/%Y') ELSE strftime(tenu_le, '%Y') END),
           departement, NULL, NULL, '',
           concat_ws(' ', 'événement édition', serie, organisateur, strftime(tenu_le, '%Y')), 0, coalesce(epoch(tenu_le), 0)
    FROM evenements_listes WHERE nom IS NOT NULL
    UNION ALL
    SELECT 'projet', NULL, projet_id, titre, epci, code_departement, NULL, NULL, '', concat_ws(' ', 'projet social', epci), 0,
           coalesce(epoch(fin), 0)
    FROM projets_dits WHERE titre IS NOT NULL
),
-- One pass over all that bears a name, as cheap as can be (« St » is « saint »); what follows looks at what is left.
candidats AS (
    FROM porteurs
    WHERE regexp_matches(strip_accents(lower(replace(nom, 'œ', 'oe'))) || ' ' || lower(identifiant),
                         replace(array_to_string($mots, '|'), 'saint', 'saint|st'))
),
plies AS (
    SELECT *, lower(identifiant) AS identifiant_plie, array_to_string($mots, ' ') AS demande,
           regexp_replace(plie(compagnie), '[^a-z0-9]+', ' ', 'g') AS compagnie_pliee,
           replace(replace(' ' || regexp_replace(plie(replace(nom, 'œ', 'oe')), '[^a-z0-9]+', ' ', 'g') || ' ', ' st ', ' saint '),
                   ' ste ', ' sainte ') AS nom_plie
    FROM candidats
),
trouves AS (
    SELECT *, len(list_filter($mots, lambda mot: contains(nom_plie || identifiant_plie, ' ' || mot))) AS n_propres
    FROM plies
    WHERE n_propres > 0
      AND len(list_filter($mots, lambda mot: contains(concat_ws(' ', nom_plie, identifiant_plie, compagnie_pliee), ' ' || mot)))
          = len($mots)
),
ranges AS (
    SELECT *, code_departement IS NOT DISTINCT FROM $departement AS chez_soi,
           CASE WHEN demande IN (trim(nom_plie), identifiant_plie) THEN 0
                WHEN starts_with(nom_plie, ' ' || demande) THEN 1
                WHEN n_propres = len($mots) THEN 2 ELSE 3 END AS rang,
           row_number() OVER (PARTITION BY genre ORDER BY rang, chez_soi DESC, ordre, poids DESC NULLS LAST, nom, code) AS place
    FROM trouves
)
SELECT genre, niveau, code, ranges.nom, precision, code_departement, departements.nom AS departement, n_actions, ici, rang
FROM ranges LEFT JOIN departements USING (code_departement)
WHERE place <= $limite
ORDER BY genre, place
