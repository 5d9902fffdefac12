-- What a committee decided, where each decision stands, and the targets that it keeps: told once for every page.
-- view decisions_dites : one row a decision: its last state, since when and why, its last deadline; empty when nobody said
-- view cibles_dites : one row a target, replaced ones included (remplacee), and those that
--   another contradicts (contredite), with the session that adopted it where one did

CREATE VIEW decisions_dites AS
WITH uniques AS (
    SELECT decision_id, any_value(seance_id ORDER BY source) AS seance_id, any_value(intitule ORDER BY source) AS intitule,
           any_value(nature ORDER BY source) AS nature, any_value(porteur ORDER BY source) AS porteur,
           any_value(etat ORDER BY source) AS etat, any_value(echeance ORDER BY source) AS echeance,
           any_value(sujet_type ORDER BY source) AS sujet_type, any_value(sujet_id ORDER BY source) AS sujet_id
    FROM decisions GROUP BY decision_id
),
derniers AS (
    SELECT decision_id, arg_max(etat, rang) AS etat, arg_max(dit_le, rang) AS dit_le, arg_max_null(decisions_etats.motif, rang) AS motif,
           arg_max(decisions_etats.echeance, rang) FILTER (decisions_etats.echeance IS NOT NULL) AS echeance, count(*) AS n_etats
    FROM decisions_etats JOIN saisies USING (source) GROUP BY decision_id
)
SELECT decision_id, seance_id, intitule, nature, porteur, sujet_type, sujet_id, uniques.echeance AS premiere_echeance,
       coalesce(derniers.echeance, uniques.echeance) AS echeance, coalesce(derniers.etat, uniques.etat) AS etat,
       derniers.dit_le, derniers.motif, coalesce(n_etats, 0) AS n_etats
FROM uniques LEFT JOIN derniers USING (decision_id);

-- The last one said of an indicator, a territory and a year holds: by the order of saves, then of the days that set them.
-- Where neither tells which came last, those that say otherwise contradict each other, and none holds; said twice, or once
-- with less beside, it is one.
CREATE VIEW cibles_dites AS
WITH adoptees AS (
    SELECT cibles.indicateur, cibles.code_zone, cibles.code_departement, valeur_reference, annee_reference,
           coalesce(annee_reference_fin, annee_reference) AS annee_reference_fin, valeur_cible, cibles.annee_cible, fixee_le, cibles.source,
           fichier, ligne, seance_id, cibles_seances.motif, coalesce(rang, 0) AS rang,
           max(coalesce(rang, 0)) OVER question AS dernier, max(fixee_le) OVER question AS dernier_jour
    FROM cibles
    LEFT JOIN cibles_seances ON cibles_seances.source = cibles.source AND cibles_seances.indicateur = cibles.indicateur
        AND cibles_seances.code_departement = cibles.code_departement AND cibles_seances.annee_cible = cibles.annee_cible
        AND cibles_seances.code_zone IS NOT DISTINCT FROM cibles.code_zone
    LEFT JOIN saisies ON saisies.source = cibles.source
    WINDOW question AS (PARTITION BY cibles.indicateur, cibles.code_departement, cibles.code_zone, cibles.annee_cible)
),
ordonnees AS (SELECT *, rang = dernier AND (rang > 0 OR fixee_le IS NULL OR fixee_le = dernier_jour) AS derniere FROM adoptees),
comparees AS (
    SELECT *, derniere AND (
               min(valeur_cible) OVER ensemble IS DISTINCT FROM max(valeur_cible) OVER ensemble
               OR min(valeur_reference) OVER ensemble IS DISTINCT FROM max(valeur_reference) OVER ensemble
               OR min(annee_reference) OVER ensemble IS DISTINCT FROM max(annee_reference) OVER ensemble
               OR min(annee_reference_fin) OVER ensemble IS DISTINCT FROM max(annee_reference_fin) OVER ensemble
           ) AS contredite
    FROM ordonnees WINDOW ensemble AS (PARTITION BY indicateur, code_departement, code_zone, annee_cible, derniere)
)
SELECT indicateur, code_zone, code_departement, valeur_reference, annee_reference, annee_reference_fin, valeur_cible, annee_cible, fixee_le,
       source, fichier, ligne, seance_id, motif,
       NOT derniere OR NOT contredite AND row_number() OVER (
           PARTITION BY indicateur, code_departement, code_zone, annee_cible, derniere
           ORDER BY annee_reference NULLS LAST, valeur_reference NULLS LAST, fixee_le DESC NULLS LAST, source DESC, ligne DESC
       ) > 1 AS remplacee,
       contredite
FROM comparees;
