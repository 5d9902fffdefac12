-- Où une action a-t-elle lieu, où rayonne-t-elle, où est son siège ?
-- param action VARCHAR : identifiant de l'action
-- returns role VARCHAR : lieu, rayonnement ou siege
-- returns code_commune VARCHAR : commune, vide si seul le département est connu
-- returns commune VARCHAR : son nom
-- returns code_departement VARCHAR : code du département
-- returns departement VARCHAR : nom du département
-- returns precision VARCHAR : declaree, deduite ou departement_seul
-- returns texte_source VARCHAR : les mots d'où il vient
SELECT role, code_commune, communes.nom AS commune, coalesce(communes.code_departement, lieux.code_departement)
           AS code_departement, departements.nom AS departement, precision, texte_source
FROM actions_lieux AS lieux
LEFT JOIN communes USING (code_commune)
LEFT JOIN departements ON departements.code_departement = coalesce(communes.code_departement, lieux.code_departement)
WHERE action_id = $action
ORDER BY role, code_commune
