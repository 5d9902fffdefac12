-- What actions say in each field, by which they are retained and counted: by perimeter, where positions would be too many.
-- macro valeurs_dites : the values of a field, « nd » when it is not filled in
-- macro voulu : whether a field says one of the values asked
-- macro un_voulu : whether a field of several values says one of the values asked
-- macro actions_retenues : actions of a perimeter that say, in every field asked, one of the values asked, and hold
--   every word asked
-- temp valeurs_positions : one row a position, field and value: how many actions say it
-- macro perimetre : a département and a bassin as one key
-- table valeurs_perimetres : one row a perimeter, field, value and years: how many actions say it
-- macro valeurs_du_perimetre : how many actions of a perimeter and years say each value of each field

-- A field that is not filled in says « nd », which can be asked for too.
CREATE MACRO valeurs_dites(valeurs) AS CASE WHEN len(valeurs) = 0 THEN ['nd'] ELSE valeurs END;
CREATE MACRO voulu(valeur, voulues) AS voulues IS NULL OR list_contains(voulues, coalesce(valeur, 'nd'));
CREATE MACRO un_voulu(valeurs, voulues) AS voulues IS NULL OR list_has_any(valeurs_dites(valeurs), voulues);

CREATE MACRO actions_retenues(
    departement, bassin, annee_min, annee_max, racines, etats, statuts, motifs, dimensions, mots, publics_voulus, initiatives,
    portees, partenaires_voulus, structures_voulues, precisions, couts, comptes
) AS TABLE
SELECT numero, actions_listees.lieux, score
FROM actions_listees LEFT JOIN actions_trouvees(racines) USING (numero)
WHERE position IN (FROM positions_du_perimetre(departement, bassin, annee_min, annee_max))
  AND (racines IS NULL OR score IS NOT NULL)
  AND voulu(etat, etats) AND voulu(statut, statuts) AND voulu(motif_fin_code, motifs) AND voulu(dimension, dimensions)
  AND voulu(portee, portees) AND voulu(structure, structures_voulues) AND voulu(lieu, precisions)
  AND voulu(situation, couts) AND voulu(participants, comptes)
  AND un_voulu(mots_cles, mots) AND un_voulu(publics, publics_voulus) AND un_voulu(initiateurs, initiatives)
  AND un_voulu(partenaires, partenaires_voulus);

CREATE TEMP TABLE valeurs_positions AS
WITH dites AS (
    SELECT position, unnest([
        {champ: 'etat', valeur: coalesce(etat, 'nd')}, {champ: 'statut', valeur: coalesce(statut, 'nd')},
        {champ: 'motif', valeur: coalesce(motif_fin_code, 'nd')},
        {champ: 'dimension', valeur: coalesce(dimension, 'nd')}, {champ: 'portee', valeur: coalesce(portee, 'nd')},
        {champ: 'structure', valeur: structure}, {champ: 'structure_id', valeur: structure_id},
        {champ: 'departement', valeur: coalesce(departement, 'nd')}, {champ: 'lieu', valeur: coalesce(lieu, 'nd')},
        {champ: 'cout', valeur: situation}, {champ: 'participants', valeur: coalesce(participants, 'nd')}
    ], recursive := true)
    FROM actions_listees
    UNION ALL SELECT position, 'mot', unnest(valeurs_dites(mots_cles)) FROM actions_listees
    UNION ALL SELECT position, 'public', unnest(valeurs_dites(publics)) FROM actions_listees
    UNION ALL SELECT position, 'initiative', unnest(valeurs_dites(initiateurs)) FROM actions_listees
    UNION ALL SELECT position, 'partenaire', unnest(valeurs_dites(partenaires)) FROM actions_listees
)
SELECT position, champ, valeur, count(*) AS n_actions FROM dites GROUP BY ALL;

CREATE MACRO perimetre(departement, bassin) AS coalesce(departement, '') || '/' || coalesce(bassin, '');

CREATE TABLE valeurs_perimetres AS
WITH perimetres AS (
    SELECT DISTINCT position, annee_debut, annee_fin, unnest([
        perimetre(NULL, NULL), perimetre(code_departement, NULL), perimetre(NULL, code_bassin),
        perimetre(code_departement, code_bassin)
    ]) AS perimetre
    FROM positions
)
SELECT perimetre, champ, valeur, annee_debut, annee_fin, sum(n_actions)::BIGINT AS n_actions
FROM valeurs_positions JOIN perimetres USING (position)
GROUP BY ALL ORDER BY perimetre, champ, valeur;

DROP TABLE valeurs_positions;

CREATE MACRO valeurs_du_perimetre(departement, bassin, annee_min, annee_max) AS TABLE
SELECT champ, valeur, sum(n_actions)::BIGINT AS n_actions FROM valeurs_perimetres
WHERE perimetre = perimetre(departement, bassin)
  AND (annee_min IS NULL OR annee_fin >= annee_min) AND (annee_max IS NULL OR annee_debut <= annee_max)
GROUP BY champ, valeur;
