-- Quels nombres de personnes d'un territoire n'ont pas d'année, donc n'entrent dans le total d'aucune ?
-- param niveau VARCHAR : departement, bassin, epci ou commune
-- param territoire VARCHAR : code
-- param grandeur VARCHAR : ce qui est compté : participations, participants_distincts…
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns grandeur VARCHAR : ce qui est compté
-- returns annee INTEGER : toujours vide
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
WITH ici AS (SELECT DISTINCT sujet_type, sujet_id FROM sujets_territoires WHERE niveau = $niveau AND territoire = $territoire),
dites AS (
    FROM mesures_publiees SEMI JOIN ici USING (sujet_type, sujet_id)
    WHERE etat = 'validee' AND grandeur = $grandeur AND annee IS NULL
)
SELECT sujet_type, sujet_id, titre, grandeur, annee, valeur, borne_basse, borne_haute, precision, secret, texte_source, source,
       fichier, ligne, (SELECT list(DISTINCT source ORDER BY source) FROM dites) AS chargements, count(*) OVER () AS n_lignes
FROM dites JOIN sujets USING (sujet_type, sujet_id)
ORDER BY numero, source, fichier, ligne
LIMIT $limite
