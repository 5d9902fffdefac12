-- Quels plans de financement un montant d'un territoire additionne-t-il, chacun pour quelle part ?
-- param niveau VARCHAR : departement, bassin, epci, une autre division chargée, commune, structure ou action
-- param territoire VARCHAR facultatif : code ; aucun : tous les territoires de ce niveau
-- param departement VARCHAR facultatif : code du département, pour une zone qui en déborde
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action, evenement, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns exercice INTEGER : exercice
-- returns part DOUBLE : part du territoire, de 0 à 1 : un plan sur plusieurs communes est partagé selon leur population
-- returns cout_eur DOUBLE : coût du plan entier ; vide si inconnu
-- returns demande_eur DOUBLE : demandé, plan entier
-- returns accorde_eur DOUBLE : accordé, plan entier
-- returns accorde_ici_eur DOUBLE : accordé × part : ce qui entre dans le total
-- returns refuse_ici_eur DOUBLE : demandé moins accordé, aide par aide, × part ; vide quand l'un ou l'autre est inconnu
-- returns manque_ici_eur DOUBLE : ce qui manque au plan, × part ; vide quand son coût ou une subvention est inconnu
-- returns sources VARCHAR[] : chargements
-- returns n_accordes BIGINT : lignes, en tout, dont l'accordé est connu
-- returns n_demandes BIGINT : lignes, en tout, dont demandé et accordé sont connus
-- returns n_manques BIGINT : lignes, en tout, dont le coût et toutes les subventions sont connus
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH communes_retenues AS (
    SELECT territoire, code_commune FROM zones_finances
    WHERE division = $niveau AND ($territoire IS NULL OR territoire = $territoire)
      AND ($departement IS NULL OR zones_finances.code_departement = $departement)
    UNION ALL
    SELECT code_commune, code_commune FROM communes WHERE $niveau = 'commune' AND ($territoire IS NULL OR code_commune = $territoire)
),
situes AS (
    SELECT sujet_type, sujet_id, territoire, sum(part) AS part
    FROM lieux_sujets JOIN communes_retenues USING (code_commune) WHERE part IS NOT NULL GROUP BY ALL
),
-- As finances_territoires places them: a bassin without commune, and what only a département is known of.
parts AS (
    FROM situes
    UNION ALL
    SELECT sujet_type, sujet_id, code_bassin, sum(part) FROM lieux_sujets
    WHERE $niveau = 'bassin' AND code_commune IS NULL AND ($territoire IS NULL OR code_bassin = $territoire) AND part IS NOT NULL
      AND code_bassin IS NOT NULL
    GROUP BY ALL
    UNION ALL
    SELECT sujet_type, sujet_id, code_departement, 1.0 FROM sujets
    ANTI JOIN (FROM lieux_sujets WHERE code_commune IS NOT NULL AND part IS NOT NULL) USING (sujet_type, sujet_id)
    WHERE $niveau = 'departement' AND code_departement IS NOT NULL AND ($territoire IS NULL OR code_departement = $territoire)
    UNION ALL
    SELECT 'action', action_id, $territoire, 1.0 FROM actions_listees
    WHERE ($niveau = 'structure' AND structure_id = $territoire) OR ($niveau = 'action' AND action_id = $territoire)
    UNION ALL
    SELECT sujet_type, sujet_id, $territoire, 1.0 FROM sujets
    WHERE $niveau = 'structure' AND sujet_type = 'structure' AND sujet_id = $territoire
),
dits AS (
    SELECT sujet_type, sujet_id, exercice, list(DISTINCT source ORDER BY source) AS sources
    FROM (
        SELECT sujet_type, sujet_id, annee AS exercice, source FROM financements_lus
        UNION SELECT sujet_type, sujet_id, annee, source FROM budgets_lus
    ) SEMI JOIN parts USING (sujet_type, sujet_id) GROUP BY ALL
)
SELECT p.sujet_type, p.sujet_id, titre, p.exercice, part, cout_eur, demande_eur, accorde_eur, accorde_eur * part AS accorde_ici_eur,
       refuse_eur * part AS refuse_ici_eur, CASE WHEN ecart_eur IS NOT NULL THEN greatest(ecart_eur, 0) * part END AS manque_ici_eur, coalesce(dits.sources, []) AS sources,
       count(accorde_eur) OVER () AS n_accordes, count(refuse_eur) OVER () AS n_demandes, count(ecart_eur) OVER () AS n_manques,
       (SELECT list(DISTINCT source ORDER BY source) FROM (SELECT unnest(sources) AS source FROM dits)) AS chargements,
       count(*) OVER () AS n_lignes
FROM plans_financement AS p
JOIN parts ON parts.sujet_type = p.sujet_type AND parts.sujet_id = p.sujet_id
JOIN sujets ON sujets.sujet_type = p.sujet_type AND sujets.sujet_id = p.sujet_id
LEFT JOIN dits ON dits.sujet_type = p.sujet_type AND dits.sujet_id = p.sujet_id AND dits.exercice = p.exercice
WHERE p.exercice IS NOT NULL
  AND ($annee_min IS NULL OR p.exercice >= $annee_min) AND ($annee_max IS NULL OR p.exercice <= $annee_max)
ORDER BY accorde_ici_eur DESC NULLS LAST, numero, p.exercice
LIMIT $limite
