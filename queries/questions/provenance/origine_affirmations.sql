-- Qui dit un nombre de personnes d'une action, d'un événement ou d'une séance, en quels mots, et ce nombre compte-t-il ?
-- param sujet VARCHAR : identifiant
-- param grandeur VARCHAR[] facultatif : ce qui est compté : participants_distincts, participations… ; tout sans précision
-- param annee INTEGER facultatif : année de ce qui est dit
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action, evenement ou seance
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns grandeur VARCHAR : ce qui est compté
-- returns annee INTEGER : année ; vide si inconnue
-- returns valeur DOUBLE : nombre écrit ; vide s'il est secret
-- returns borne_basse DOUBLE : au moins
-- returns borne_haute DOUBLE : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee
-- returns secret BOOLEAN : masqué par le secret statistique
-- returns texte_source VARCHAR : les mots d'où il vient
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH dites AS (
    FROM mesures_publiees
    WHERE sujet_id = $sujet AND etat = 'validee' AND ($grandeur IS NULL OR list_contains($grandeur, grandeur)) AND ($annee IS NULL OR annee = $annee)
)
SELECT sujet_type, sujet_id, titre, grandeur, annee, valeur, borne_basse, borne_haute, precision, secret, texte_source, source,
       fichier, ligne, (SELECT list(DISTINCT source ORDER BY source) FROM dites) AS chargements, count(*) OVER () AS n_lignes
FROM dites JOIN sujets USING (sujet_type, sujet_id)
ORDER BY annee, grandeur, nombre_dit(valeur, borne_basse, borne_haute), source, fichier, ligne
LIMIT $limite
