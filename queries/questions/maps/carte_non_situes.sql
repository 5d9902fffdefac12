-- Combien d'actions et d'événements du périmètre la carte ne peut-elle pas montrer, faute de lieu ou d'année ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns sujet_type VARCHAR : action ou evenement
-- returns n_retenus BIGINT : dans le département (ou la France) et les années demandées
-- returns n_sans_commune BIGINT : dont la commune n'est pas connue, donc peut-être le bassin
-- returns n_sans_departement BIGINT : dont même le département n'est pas connu
-- returns n_sans_annee BIGINT : du même territoire, écartés parce qu'aucune année n'est connue
-- A subject that no bassin is known for may lie in the one that is asked: it is counted, not dropped.
WITH positions_du_territoire AS (
    SELECT position, bool_and(NOT situe) AS sans_commune, bool_and(code_departement IS NULL) AS sans_departement,
           bool_and(annee_debut IS NULL AND annee_fin IS NULL) AS sans_annee,
           bool_or(($annee_min IS NULL OR annee_fin >= $annee_min)
                   AND ($annee_max IS NULL OR annee_debut <= $annee_max)) AS retenu
    FROM positions
    WHERE ($departement IS NULL OR code_departement = $departement)
      AND ($bassin IS NULL OR code_bassin = $bassin OR code_bassin IS NULL)
    GROUP BY position
),
comptes AS (
    SELECT position, unnest([
        {sujet_type: 'action', n: n_actions}, {sujet_type: 'evenement', n: n_evenements}
    ], recursive := true)
    FROM comptes_positions
)
SELECT types.sujet_type, coalesce(sum(n) FILTER (retenu), 0)::BIGINT AS n_retenus,
       coalesce(sum(n) FILTER (retenu AND sans_commune), 0)::BIGINT AS n_sans_commune,
       coalesce(sum(n) FILTER (retenu AND sans_departement), 0)::BIGINT AS n_sans_departement,
       coalesce(sum(n) FILTER (sans_annee AND NOT coalesce(retenu, false)), 0)::BIGINT AS n_sans_annee
FROM (VALUES ('action'), ('evenement')) AS types (sujet_type)
LEFT JOIN (positions_du_territoire JOIN comptes USING (position)) USING (sujet_type)
GROUP BY types.sujet_type ORDER BY types.sujet_type
