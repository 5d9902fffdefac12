-- Quelles quantités sont déclarées, avec quelle précision, et sont-elles validées ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param sujet VARCHAR facultatif : identifiant d'une action, d'un événement, d'une séance…
-- returns sujet_type VARCHAR : action, evenement, seance, instance, structure ou projet
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom du sujet
-- returns grandeur VARCHAR : ce qui est compté
-- returns annee INTEGER : année, vide si inconnue
-- returns valeur DOUBLE : valeur écrite, vide si elle est secrète
-- returns borne_basse DOUBLE : au moins
-- returns borne_haute DOUBLE : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns etat VARCHAR : validee (seule à compter), proposee, refusee ou ecartee
-- returns secret BOOLEAN : nombre de personnes masqué par le secret statistique
-- returns texte_source VARCHAR : les mots d'où elle vient, s'ils ont été relus
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne
SELECT sujet_type, sujet_id, sujets.titre, grandeur, annee, valeur, borne_basse, borne_haute, precision, etat,
       secret, texte_source, source, fichier, ligne
FROM mesures_publiees
JOIN sujets USING (sujet_type, sujet_id)
WHERE position IN (FROM positions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
  AND ($sujet IS NULL OR sujet_id = $sujet)
ORDER BY numero, annee NULLS LAST, fichier, ligne, grandeur, borne_basse NULLS FIRST
