-- Combien de conventions finissent chaque mois, dans les douze mois qui suivent le jour d'observation ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- returns mois_fin DATE : premier jour du mois où elles finissent
-- returns mois INTEGER : elles finissent dans les 3, 6 ou 12 mois
-- returns n BIGINT : conventions
-- returns n_montants BIGINT : dont le montant accordé est connu
-- returns accorde_eur DOUBLE : accordé, en euros ; vide si aucun montant n'est connu
SELECT date_trunc('month', convention_fin)::DATE AS mois_fin, mois, count(*) AS n, count(accorde_eur) AS n_montants, sum(accorde_eur) AS accorde_eur
FROM conventions_a_venir
WHERE ($departement IS NULL OR code_departement = $departement) AND ($bassin IS NULL OR list_contains(codes_bassins, $bassin))
GROUP BY ALL ORDER BY ALL
