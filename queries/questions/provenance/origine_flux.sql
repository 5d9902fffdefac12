-- Quelles aides accordées un flux d'argent additionne-t-il, chacune pour quelle part ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param famille VARCHAR[] facultatif : familles de financeurs, comme le schéma les nomme
-- param financeur VARCHAR[] facultatif : financeurs
-- param dimension VARCHAR[] facultatif : dimensions de l'action
-- param theme VARCHAR[] facultatif : mots clés ; une action à plusieurs mots clés est partagée également entre eux
-- param vers VARCHAR[] facultatif : bassins où l'argent va, par leur nom
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action, evenement, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns financeur VARCHAR : qui l'accorde
-- returns exercice INTEGER : exercice
-- returns accorde_eur DOUBLE : accordé, en euros, aide entière
-- returns part DOUBLE : part qui passe par ce flux, de 0 à 1
-- returns accorde_ici_eur DOUBLE : accordé × part : ce qui entre dans le flux
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH lieux AS (
    SELECT sujet_type, sujet_id, code_departement, code_bassin, sum(part) AS part FROM lieux_sujets WHERE part IS NOT NULL GROUP BY ALL
),
themes AS (
    SELECT 'action' AS sujet_type, action_id AS sujet_id, mot_cle, 1.0 / count(*) OVER (PARTITION BY action_id) AS part
    FROM (SELECT DISTINCT action_id, mot_cle FROM actions_mots_cles)
),
-- As flux_themes follows them, aid by aid.
aides AS (
    SELECT a.sujet_type, a.sujet_id, sujets.titre, sujets.numero, a.financeur, annee, accorde_eur::DOUBLE AS accorde_eur, a.source,
           coalesce(lieux.part, 1.0) * CASE WHEN $theme IS NULL THEN 1.0 ELSE coalesce(themes.part, 1.0) END AS part
    FROM financements_lus AS a
    JOIN sujets USING (sujet_type, sujet_id)
    LEFT JOIN lieux USING (sujet_type, sujet_id)
    LEFT JOIN themes ON $theme IS NOT NULL AND themes.sujet_type = a.sujet_type AND themes.sujet_id = a.sujet_id
    LEFT JOIN actions ON a.sujet_type = 'action' AND actions.action_id = a.sujet_id
    LEFT JOIN zones ON zones.division = 'bassin' AND zones.code_zone = lieux.code_bassin
    WHERE subvention AND accorde_eur IS NOT NULL AND annee IS NOT NULL
      AND ($departement IS NULL OR coalesce(lieux.code_departement, sujets.code_departement) = $departement)
      AND ($bassin IS NULL OR lieux.code_bassin = $bassin)
      AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
      AND ($famille IS NULL OR list_contains($famille, coalesce(famille, 'Famille à préciser')))
      AND ($financeur IS NULL OR list_contains($financeur, a.financeur))
      AND ($dimension IS NULL OR list_contains($dimension, coalesce(actions.dimension, 'Dimension non dite')))
      AND ($theme IS NULL OR list_contains($theme, coalesce(mot_cle, 'Thème non dit')))
      AND ($vers IS NULL OR list_contains($vers, coalesce(zones.nom, lieux.code_bassin, 'Sans commune connue')))
)
SELECT sujet_type, sujet_id, titre, financeur, annee AS exercice, accorde_eur, part, accorde_eur * part AS accorde_ici_eur,
       (SELECT list(DISTINCT source ORDER BY source) FROM aides) AS chargements, count(*) OVER () AS n_lignes
FROM aides
ORDER BY accorde_ici_eur DESC, numero, financeur, exercice
LIMIT $limite
