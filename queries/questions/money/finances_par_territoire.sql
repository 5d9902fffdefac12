-- Combien d'argent par territoire, en euros constants par habitant, et combien en manque ?
-- param departement VARCHAR : code du département
-- param division VARCHAR : departement, bassin, epci, ou une autre division chargée
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns annee INTEGER : exercice
-- returns population BIGINT : population de l'année ; vide si inconnue
-- returns demande_eur DOUBLE : demandé, en euros courants
-- returns accorde_eur DOUBLE : accordé, en euros courants
-- returns verse_eur DOUBLE : versé, en euros courants
-- returns accorde_constant_eur DOUBLE : accordé, en euros de l'année de référence des prix ; vide avant le premier indice
-- returns euros_hab DOUBLE : accordé par habitant, en euros constants
-- returns euros_hab_haut DOUBLE : le même, si les plans dont l'accordé est inconnu valaient en moyenne autant que les autres
-- returns annee_prix INTEGER : année de référence des prix : la dernière de l'indice
-- returns reserve_prix VARCHAR : ce qu'il faut dire de ces euros quand l'indice de l'année n'est pas connu ; vide sinon
-- returns refuse_eur DOUBLE : demandé moins accordé, aide par aide, là où les deux sont connus
-- returns manque_eur DOUBLE : ce qui manque à chaque plan : coût moins subventions accordées et ressources propres, là où tout est connu
-- returns n_plans BIGINT : plans de financement
-- returns n_accordes BIGINT : dont le montant accordé est connu
-- returns n_demandes BIGINT : dont demandé et accordé sont connus
-- returns n_manques BIGINT : dont le coût et toutes les subventions sont connus
SELECT territoire, nom, annee, population, demande_eur, accorde_eur, verse_eur,
       accorde_eur * coefficient AS accorde_constant_eur, accorde_eur * coefficient / nullif(population, 0) AS euros_hab,
       euros_hab * n_plans / n_accordes AS euros_hab_haut,
       annee_prix, reserve AS reserve_prix, refuse_eur, manque_eur, n_plans, n_accordes, n_demandes, n_manques
FROM finances_territoires
LEFT JOIN populations_divisions USING (code_departement, division, territoire, annee)
LEFT JOIN zones_nommees USING (division, territoire)
LEFT JOIN prix_constants USING (annee)
WHERE division = $division AND code_departement = $departement
  AND ($annee_min IS NULL OR annee >= $annee_min) AND ($annee_max IS NULL OR annee <= $annee_max)
ORDER BY coalesce(rang, 0), territoire, annee
