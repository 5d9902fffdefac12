-- Quelles valeurs prend chaque champ de l'annuaire, et dans combien d'actions ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param par_champ INTEGER facultatif : nombre de valeurs au plus de chaque champ, les plus fréquentes
-- param gardees VARCHAR[] facultatif : valeurs à dire quel que soit leur rang
-- returns champ VARCHAR : champ : etat, statut, motif, dimension, mot, public, initiative, portee, partenaire, structure, lieu, cout ou participants
-- returns valeur VARCHAR : valeur, « nd » quand le champ n'est pas renseigné
-- returns n_actions BIGINT : actions qui la portent
-- returns n_valeurs BIGINT : valeurs différentes de ce champ
SELECT champ, valeur, n_actions, count(*) OVER (PARTITION BY champ) AS n_valeurs
FROM valeurs_du_perimetre($departement, $bassin, $annee_min, $annee_max)
WHERE champ NOT IN ('structure_id', 'departement')
QUALIFY row_number() OVER (PARTITION BY champ ORDER BY n_actions DESC, valeur) <= coalesce($par_champ, n_valeurs)
     OR valeur = 'nd' OR list_contains($gardees, valeur)
ORDER BY champ, valeur = 'nd', n_actions DESC, valeur
