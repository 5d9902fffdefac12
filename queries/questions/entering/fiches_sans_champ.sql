-- À quelles fiches (séances, événements) ce champ manque-t-il ?
-- param champ VARCHAR : champ, tel que champs_a_collecter le nomme
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns sujet_type VARCHAR : action, evenement ou seance
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns structure VARCHAR : qui le mène
-- returns departement VARCHAR : code du département
-- returns n_propositions BIGINT : nombres lus dans ses textes, qui attendent d'être validés
WITH propositions AS (
    SELECT sujet_type, sujet_id, count(*) AS n
    FROM (
        SELECT sujet_type, sujet_id FROM mesures_publiees WHERE etat = 'proposee'
        UNION ALL SELECT sujet_type, sujet_id FROM montants WHERE etat = 'proposee'
    )
    GROUP BY ALL
)
SELECT sujet_type, sujet_id, sujets.titre, sujets.structure, champs_sujets.code_departement AS departement,
       coalesce(propositions.n, 0) AS n_propositions
FROM champs_sujets
JOIN sujets USING (sujet_type, sujet_id)
LEFT JOIN propositions USING (sujet_type, sujet_id)
WHERE champ = $champ AND NOT renseigne
  AND ($departement IS NULL OR champs_sujets.code_departement = $departement)
  AND position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
ORDER BY sujets.numero, champs_sujets.code_departement
