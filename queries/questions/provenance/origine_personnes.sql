-- Quels nombres de personnes un total d'un territoire additionne-t-il, et qui ne dit rien ?
-- param niveau VARCHAR : departement, bassin, epci ou commune
-- param territoire VARCHAR : code
-- param grandeur VARCHAR : ce qui est compté : participations, benevoles…
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns structure VARCHAR : qui le mène
-- returns annee INTEGER : année
-- returns valeur DOUBLE : nombre écrit ; vide s'il est secret, ou si rien n'est dit
-- returns borne_basse DOUBLE : au moins
-- returns borne_haute DOUBLE : au plus
-- returns precision VARCHAR : exacte, approchee, minimum, maximum, intervalle ou calculee ; vide si rien n'est dit
-- returns secret BOOLEAN : masqué par le secret statistique
-- returns compte BOOLEAN : entre dans les totaux : seul nombre dit cette année-là, compté une fois ; vide si rien n'est dit
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns n_dits BIGINT : lignes, en tout, qui disent un nombre, publié ou secret
-- returns n_secrets BIGINT : dont ceux qui sont masqués
-- returns chargements VARCHAR[] : chargements dont viennent toutes ces lignes
-- returns n_lignes BIGINT : lignes en tout
WITH lues AS (
    FROM nombres_attendus($grandeur)
    WHERE niveau = $niveau AND territoire = $territoire AND ($annee_min IS NULL OR annee >= $annee_min)
      AND ($annee_max IS NULL OR annee <= $annee_max)
)
SELECT sujet_type, sujet_id, titre, structure, annee, valeur, borne_basse, borne_haute, precision,
       coalesce(secret, false) AS secret, compte, source, fichier, ligne, count(precision) OVER () AS n_dits,
       count(*) FILTER (secret) OVER () AS n_secrets,
       (SELECT list(DISTINCT source ORDER BY source) FROM lues WHERE source IS NOT NULL) AS chargements, count(*) OVER () AS n_lignes
FROM lues JOIN sujets USING (sujet_type, sujet_id)
ORDER BY precision IS NULL, annee DESC, numero, fichier, ligne, source
LIMIT $limite
