-- Dans quelles fiches d'un périmètre un champ est-il renseigné, et dans lesquelles manque-t-il ?
-- param champ VARCHAR : champ de la fiche, comme « completude » le nomme
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns structure VARCHAR : qui la mène
-- returns lieux VARCHAR[] : communes où elle a lieu
-- returns renseigne BOOLEAN : le champ est renseigné, proposé ou validé
-- returns valide BOOLEAN : ce qui en est dit compte : validé, ou repris tel quel
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns n_renseignes BIGINT : lignes, en tout, où il est renseigné
-- returns n_valides BIGINT : lignes, en tout, où ce qui en est dit compte
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces fiches
-- returns n_lignes BIGINT : lignes en tout
WITH dites AS (
    SELECT l.*, CASE $champ
               WHEN 'structure' THEN 'dit' WHEN 'commune' THEN if(r.commune, 'dit', NULL) WHEN 'date de début' THEN if(r.date_debut IS NOT NULL, 'dit', NULL)
               WHEN 'statut' THEN if(r.statut IS NOT NULL, 'dit', NULL) WHEN 'motif de fin (actions terminées)' THEN if(r.motif_fin_code IS NOT NULL, 'dit', NULL)
               WHEN 'dimension' THEN if(r.dimension IS NOT NULL, 'dit', NULL) WHEN 'portée' THEN if(r.portee IS NOT NULL, 'dit', NULL)
               WHEN 'mots clés' THEN if(r.mots_cles, 'dit', NULL) WHEN 'initiative' THEN if(r.initiative_habitante IS NOT NULL, 'dit', NULL)
               WHEN 'public' THEN if(r.publics, 'dit', NULL) WHEN 'partenaires' THEN if(r.partenaires, 'dit', NULL)
               WHEN 'résumé' THEN if(r.resume IS NOT NULL, 'dit', NULL) WHEN 'participants' THEN r.participants
               WHEN 'personnes mobilisées' THEN r.personnes WHEN 'montant' THEN r.montant WHEN 'budget' THEN r.budget WHEN 'financeur' THEN r.financeur
           END AS dit
    FROM actions_listees AS l JOIN actions_renseignees AS r USING (action_id)
    WHERE l.position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
      AND ($champ <> 'motif de fin (actions terminées)' OR r.statut = 'Terminée')
)
SELECT action_id, titre, structure, communes_noms AS lieux, dit IS NOT NULL AS renseigne, coalesce(dit <> 'proposee', false) AS valide,
       source, fichier, ligne, count(dit) OVER () AS n_renseignes, count(*) FILTER (dit <> 'proposee') OVER () AS n_valides,
       (SELECT list(DISTINCT source ORDER BY source) FROM dites) AS chargements, count(*) OVER () AS n_lignes
FROM dites
ORDER BY renseigne, valide, numero
LIMIT $limite
