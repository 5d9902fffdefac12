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
-- returns precisions VARCHAR[] : leurs précisions, dans le même ordre
-- returns textes VARCHAR[] : les mots d'où elles viennent
-- returns sources VARCHAR[] : leurs chargements
SELECT sujet_type, sujet_id, any_value(sujets.titre) AS titre, grandeur, annee,
       list(coalesce(valeur, borne_basse, borne_haute) ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS valeurs,
       list(precision ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS precisions,
       list(texte_source ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS textes,
       list(mesures.source ORDER BY coalesce(valeur, borne_basse, borne_haute)) AS sources
FROM mesures
JOIN sujets USING (sujet_type, sujet_id)
JOIN sujets_du_perimetre($departement, $bassin, $annee_min, $annee_max) USING (sujet_type, sujet_id)
WHERE etat = 'validee' AND sujet_type IN ('evenement', 'seance')
GROUP BY sujet_type, sujet_id, grandeur, annee
HAVING count(DISTINCT coalesce(valeur, borne_basse, borne_haute)) > 1
ORDER BY titre, grandeur, annee
