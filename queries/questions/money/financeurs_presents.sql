-- Qui finance des actions actives la dernière année connue, et combien y accorde-t-il ?
-- param departement VARCHAR : code du département
-- returns famille VARCHAR : famille ; vide si aucune table ne la donne
-- returns financeur VARCHAR : financeur
-- returns accorde_eur DOUBLE : accordé au dernier exercice connu de chacune de ces actions
-- returns n_actions BIGINT : actions
SELECT famille, financeur, sum(accorde_eur) AS accorde_eur, count(*) AS n_actions
FROM appuis
WHERE code_departement = $departement
GROUP BY ALL ORDER BY accorde_eur DESC, financeur
