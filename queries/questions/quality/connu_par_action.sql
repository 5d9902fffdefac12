-- Pour chaque action, que sait-on de son lieu et de ses participants ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns action_id VARCHAR : identifiant
-- returns lieu VARCHAR : declaree, deduite ou departement_seul ; vide si rien n'est connu
-- returns participants VARCHAR : validee, proposee (à valider), vide si aucun nombre n'est connu
SELECT action_id, lieu, participants
FROM actions_listees
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
ORDER BY action_id
