-- What is about to stop, seen from the day of observation, and what has stopped.
-- temp bassins_sujets : one row a subject: the bassins where it takes place
-- table conventions_a_venir : one row a convention that ends within twelve months, by its last exercice; part: of the
--   grants of that exercice, where all are known
-- table actions_terminees : one row an action that ended, with why

CREATE TEMP TABLE bassins_sujets AS
SELECT sujet_type, sujet_id,
       list(DISTINCT code_bassin ORDER BY code_bassin) FILTER (code_bassin IS NOT NULL) AS codes_bassins
FROM lieux_sujets GROUP BY ALL;

-- Money alone, not what is lent in kind.
CREATE TABLE conventions_a_venir AS
SELECT aides.sujet_type, aides.sujet_id, titre,
       CASE WHEN aides.sujet_type = 'action' THEN structure ELSE titre END AS structure,
       code_departement, coalesce(codes_bassins, []) AS codes_bassins, financeur, famille, dispositif,
       aides.annee AS exercice, convention_fin, aides.accorde_eur::DOUBLE AS accorde_eur,
       (aides.accorde_eur / nullif(plans.accorde_eur, 0))::DOUBLE AS part,
       (CASE WHEN convention_fin <= jour + INTERVAL 3 MONTH THEN 3 WHEN convention_fin <= jour + INTERVAL 6 MONTH THEN 6
             ELSE 12 END)::INTEGER AS mois
FROM observation, financements_lus AS aides
JOIN sujets USING (sujet_type, sujet_id)
LEFT JOIN bassins_sujets USING (sujet_type, sujet_id)
LEFT JOIN plans_financement AS plans
    ON plans.sujet_type = aides.sujet_type AND plans.sujet_id = aides.sujet_id AND plans.exercice = aides.annee
   AND plans.n_sans_accorde = 0
WHERE convention_fin > jour AND convention_fin <= jour + INTERVAL 12 MONTH AND retenu AND aides.nature <> 'nature'
  AND coalesce(convention_debut, make_date(aides.annee, 1, 1), convention_fin) <= jour
QUALIFY row_number() OVER (
    PARTITION BY aides.sujet_type, aides.sujet_id, aides.financeur_id, dispositif, convention_fin
    ORDER BY aides.annee DESC NULLS LAST, aides.accorde_eur DESC NULLS LAST
) = 1
ORDER BY code_departement, convention_fin, aides.accorde_eur DESC NULLS LAST, titre;

CREATE TABLE actions_terminees AS
SELECT action_id, titre, structure, actions.code_departement, coalesce(codes_bassins, []) AS codes_bassins, date_fin,
       date_fin_precision, motif_fin, motif_fin_code
FROM actions LEFT JOIN bassins_sujets ON sujet_type = 'action' AND sujet_id = action_id
WHERE statut = 'Terminée'
ORDER BY actions.code_departement, date_fin DESC NULLS LAST, titre;

DROP TABLE bassins_sujets;
