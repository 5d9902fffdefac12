-- Sur quels chiffres les sources se contredisent-elles ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns sujet_type VARCHAR : action, evenement…
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns grandeur VARCHAR : ce qui est compté
-- returns annee INTEGER : année
-- returns valeurs DOUBLE[] : valeurs écrites, de la plus petite à la plus grande
-- returns valeurs_hautes DOUBLE[] : le plus que dit chacune (« 8 à 10 » dit 8 et 10), dans le même ordre
-- returns precisions VARCHAR[] : leurs précisions, dans le même ordre
-- returns textes VARCHAR[] : les mots d'où elles viennent
-- returns sources VARCHAR[] : leurs chargements
SELECT sujet_type, sujet_id, titre, grandeur, annee, valeurs, valeurs_hautes, precisions, textes, sources
FROM divergences_relevees
JOIN sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max) USING (sujet_type, sujet_id)
ORDER BY titre, grandeur, annee
