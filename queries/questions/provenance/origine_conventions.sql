-- Quelles conventions finissent dans les douze mois qui suivent le jour d'observation, et qui le dit ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action, evenement, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns structure VARCHAR : structure
-- returns financeur VARCHAR : financeur
-- returns convention_fin DATE : fin de la convention
-- returns accorde_eur DOUBLE : accordé, en euros ; vide si inconnu
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_montants BIGINT : lignes, en tout, dont le montant est connu
-- returns n_lignes BIGINT : lignes en tout
WITH retenues AS (
    FROM conventions_a_venir
    WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR list_contains(codes_bassins, $bassin))
),
dites AS (
    SELECT DISTINCT source FROM financements_lus SEMI JOIN retenues USING (sujet_type, sujet_id, financeur, exercice, convention_fin)
    WHERE etat = 'validee'
)
SELECT sujet_type, sujet_id, titre, structure, financeur, convention_fin, accorde_eur,
       (SELECT list(source ORDER BY source) FROM dites) AS chargements, count(accorde_eur) OVER () AS n_montants, count(*) OVER () AS n_lignes
FROM retenues
ORDER BY convention_fin, accorde_eur DESC NULLS LAST, titre, financeur
LIMIT $limite
