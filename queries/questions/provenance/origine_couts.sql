-- Quels coûts connus un total additionne-t-il, chacun pour quelle part ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param commune VARCHAR facultatif : code de la commune
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param situation VARCHAR facultatif : connu, contradictoire, a_valider ou inconnu ; toutes sans précision
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns structure VARCHAR : qui le mène
-- returns situation VARCHAR : connu, contradictoire, a_valider ou inconnu
-- returns part DOUBLE : part du territoire, de 0 à 1
-- returns total_eur DOUBLE : coût du dernier exercice connu, s'il n'y en a qu'un
-- returns bas_eur DOUBLE : au moins
-- returns haut_eur DOUBLE : au plus ; vide quand rien ne le dit
-- returns precision VARCHAR : précision de ce coût
-- returns bas_ici_eur DOUBLE : au moins × part : ce qui entre dans le total ; vide si le coût n'est pas connu
-- returns n_connus BIGINT : lignes, en tout, dont le coût est connu
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH lieux AS (
    SELECT sujet_type, sujet_id, sum(part) AS part FROM lieux_sujets
    WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR code_bassin = $bassin)
      AND ($commune IS NULL OR code_commune = $commune)
    GROUP BY ALL
),
couts AS (
    FROM argent_du_perimetre($departement, $bassin, $annee_min, $annee_max) LEFT JOIN lieux USING (sujet_type, sujet_id)
    WHERE ($commune IS NULL OR part IS NOT NULL) AND ($situation IS NULL OR situation = $situation)
)
SELECT sujet_type, sujet_id, titre, structure, situation, part, total_eur::DOUBLE AS total_eur, bas_eur::DOUBLE AS bas_eur,
       haut_eur::DOUBLE AS haut_eur, precision, CASE WHEN situation = 'connu' THEN (bas_eur * part)::DOUBLE END AS bas_ici_eur,
       count(*) FILTER (situation = 'connu') OVER () AS n_connus,
       (SELECT list(DISTINCT source_cout ORDER BY source_cout) FROM couts
        WHERE source_cout IS NOT NULL AND (situation = 'connu' OR $situation IS NOT NULL)) AS chargements,
       count(*) OVER () AS n_lignes
FROM couts
ORDER BY bas_ici_eur DESC NULLS LAST, numero
LIMIT $limite
