-- Une séance ne peut pas avoir été tenue avant la création de son instance.
-- gravite bloquant
WITH creations AS (
    SELECT instance_id, min(cree_le) AS cree_le, arg_min(precision, cree_le) AS precision_creation FROM tout.instances
    WHERE cree_le IS NOT NULL GROUP BY instance_id
),
corrigees AS (
    SELECT sujet_id AS seance_id, TRY_CAST(jours.valeur AS DATE) AS tenue_le, coalesce(precisions.valeur, 'jour') AS precision
    FROM (FROM arrivee.corrections WHERE sujet_type = 'seance' AND champ = 'tenue_le') AS jours
    LEFT JOIN (
        SELECT sujet_id, valeur FROM arrivee.corrections WHERE sujet_type = 'seance' AND champ = 'precision'
    ) AS precisions USING (sujet_id)
),
dites AS (
    SELECT fichier, ligne, instance_id, tenue_le, precision FROM arrivee.seances
    UNION ALL
    SELECT DISTINCT NULL, NULL, connues.instance_id, corrigees.tenue_le, corrigees.precision
    FROM corrigees JOIN tout.seances AS connues USING (seance_id)
    UNION ALL
    SELECT venues.fichier, venues.ligne, instance_id, connues.tenue_le, connues.precision
    FROM arrivee.instances AS venues JOIN (FROM tout.seances ANTI JOIN arrivee.seances USING (seance_id)) AS connues USING (instance_id)
),
-- De deux jours dont l'un n'est connu qu'à l'année (ou au mois), seules les années (ou les mois) se comparent.
comparables AS (
    SELECT fichier, ligne, tenue_le, cree_le,
           CASE WHEN 'annee' IN (precision, precision_creation) THEN 'year'
                WHEN 'mois' IN (precision, precision_creation) THEN 'month' ELSE 'day' END AS grain
    FROM dites JOIN creations USING (instance_id)
)
SELECT DISTINCT fichier, ligne, 'tenue_le' AS colonne, strftime(tenue_le, '%d/%m/%Y') AS valeur,
       'séance tenue avant la création de son instance (' || strftime(cree_le, '%d/%m/%Y')
           || ') : corrigez l''une des deux dates' AS raison
FROM comparables WHERE date_trunc(grain, tenue_le) < date_trunc(grain, cree_le)
ORDER BY fichier, ligne, valeur
