-- Que va-t-il se passer : séances, fins de conventions, d'agréments et de projets sociaux, échéances de décisions ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param jour DATE facultatif : dernier jour passé, d'où l'on regarde ; à défaut, jour d'observation
-- returns genre VARCHAR : seance, convention, agrement, projet ou decision
-- returns sujet_type VARCHAR : seance, decision, projet, structure, action, evenement
-- returns sujet_id VARCHAR : identifiant de ce dont il s'agit
-- returns identifiant VARCHAR : ce qui distingue cette échéance de toute autre, toujours le même
-- returns jour DATE : son jour ; le premier d'une période dont le jour n'est pas connu
-- returns precision VARCHAR : jour, mois ou annee
-- returns titre VARCHAR : ce qui arrive ; vide si personne ne l'a relu
-- returns detail VARCHAR : instance, financeur, organisme, porteur ; vide si inconnu
-- returns en_retard BOOLEAN : déjà passé ce jour-là (décisions seulement)
-- returns observation DATE : jour d'où l'on regarde
WITH regarde AS (SELECT coalesce($jour, jour) AS jour FROM observation),
instances_dites AS (
    SELECT instance_id, any_value(instances.nom ORDER BY source) AS instance, any_value(code_departement) AS code_departement,
           any_value(coalesce(code_zone, code_bassin)) AS code_bassin
    FROM instances LEFT JOIN communes_bassins USING (code_commune) GROUP BY instance_id
),
seances_dites AS (
    SELECT seance_id, any_value(instance_id ORDER BY source) AS instance_id, any_value(tenue_le ORDER BY source) AS tenue_le,
           coalesce(any_value(precision ORDER BY source) FILTER (tenue_le IS NOT NULL), 'inconnue') AS precision,
           any_value(objet ORDER BY source) AS objet
    FROM seances GROUP BY seance_id
),
situees AS (FROM seances_dites JOIN instances_dites USING (instance_id)),
structures_dites AS (
    SELECT structure_id, any_value(nom ORDER BY source) AS nom, any_value(code_departement) AS code_departement,
           any_value(code_bassin) AS code_bassin
    FROM structures LEFT JOIN communes_bassins USING (code_commune) GROUP BY structure_id
),
-- One that a later one follows, of the same body and object, has not ended.
agrements_derniers AS (
    SELECT DISTINCT structure_id, organisme, objet, fin, precision FROM agrements WHERE fin IS NOT NULL
    QUALIFY fin = max(fin) OVER (PARTITION BY structure_id, organisme, objet)
),
projets_dits AS (
    SELECT projet_id, any_value(titre ORDER BY source) AS titre, max(fin) AS fin, any_value(precision ORDER BY source) AS precision
    FROM projets_sociaux GROUP BY projet_id
),
projets_places AS (
    SELECT DISTINCT projet_id, code_departement, code_bassin FROM projets_structures JOIN structures_dites USING (structure_id)
),
arrivees AS (
    SELECT 'seance' AS genre, 'seance' AS sujet_type, seance_id AS sujet_id, seance_id AS identifiant, tenue_le AS jour, precision,
           instance AS titre, objet AS detail, code_departement, [code_bassin] AS bassins
    FROM situees
    UNION ALL
    SELECT 'decision', 'decision', decision_id, decision_id, echeance, 'jour', intitule, porteur, code_departement, [code_bassin]
    FROM decisions_dites JOIN situees USING (seance_id)
    WHERE coalesce(etat, 'a_faire') NOT IN ('faite', 'abandonnee')
    UNION ALL
    SELECT 'convention', sujet_type, sujet_id, concat_ws('|', sujet_type, sujet_id, financeur, dispositif, convention_fin), convention_fin,
           'jour', titre, financeur, code_departement, codes_bassins
    FROM conventions_a_venir
    UNION ALL
    SELECT 'agrement', 'structure', structure_id, concat_ws('|', structure_id, organisme, objet, fin), fin, precision, nom,
           concat_ws(' : ', organisme, objet), code_departement, [code_bassin]
    FROM agrements_derniers JOIN structures_dites USING (structure_id)
    UNION ALL
    SELECT 'projet', 'projet', projet_id, projet_id, fin, any_value(precision), any_value(titre), NULL, code_departement,
           list(DISTINCT code_bassin)
    FROM projets_dits JOIN projets_places USING (projet_id) WHERE fin IS NOT NULL GROUP BY projet_id, fin, code_departement
)
SELECT DISTINCT genre, sujet_type, sujet_id, identifiant, arrivees.jour, precision, titre, detail, arrivees.jour <= regarde.jour AS en_retard,
       regarde.jour AS observation
FROM arrivees CROSS JOIN regarde
-- A session known by its month or its year still comes as long as they last; what ends is kept by its last day.
WHERE arrivees.jour IS NOT NULL AND precision <> 'inconnue'
  AND (genre = 'decision' OR regarde.jour < CASE WHEN genre <> 'seance' OR precision = 'jour' THEN arrivees.jour
                                                 WHEN precision = 'mois' THEN last_day(arrivees.jour)
                                                 ELSE make_date(year(arrivees.jour), 12, 31) END)
  AND ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR list_contains(bassins, $bassin))
ORDER BY arrivees.jour, list_position(['seance', 'decision', 'convention', 'agrement', 'projet'], genre), titre, detail, identifiant
