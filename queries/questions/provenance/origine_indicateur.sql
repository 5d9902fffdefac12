-- Quelles lignes une valeur d'indicateur compte-t-elle, et pour combien chacune ?
-- param indicateur VARCHAR : identifiant, d'un indicateur dont le SQL nomme ses lignes
-- param niveau VARCHAR : departement, bassin, epci, commune, structure ou action
-- param territoire VARCHAR : code
-- param annee INTEGER : année
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action, evenement, seance, commune, structure ou financeur
-- returns sujet_id VARCHAR : identifiant ; vide s'il est secret
-- returns titre VARCHAR : titre ou nom
-- returns structure VARCHAR : qui le mène
-- returns dit VARCHAR : ce qui en est dit
-- returns numerateur DOUBLE : ce qui entre au numérateur ; vide si rien n'y entre, ou si c'est secret
-- returns denominateur DOUBLE : ce qui entre au dénominateur ; vide quand c'est une population, si rien n'y entre ou si c'est secret
-- returns secret BOOLEAN : masqué par le secret statistique
-- returns compte BOOLEAN : entre dans le calcul
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
-- returns n_comptees BIGINT : lignes, en tout, qui entrent dans le calcul
-- returns n_numerateur BIGINT : dont celles qui ajoutent au numérateur
-- returns n_secrets BIGINT : lignes, en tout, qui sont masquées
-- returns n_lignes BIGINT : lignes en tout
WITH lignes AS (
    SELECT *, coalesce(secret, false) AS tue, numerateur IS NOT NULL OR denominateur IS NOT NULL OR tue AS compte
    FROM query_table('lignes_' || $indicateur) WHERE niveau = $niveau AND territoire = $territoire AND annee = $annee
),
dits AS (
    SELECT 'evenement' AS sujet_type, evenement_id AS sujet_id, min(source) AS source, min(fichier) AS fichier, min(ligne) AS ligne
    FROM evenements GROUP BY evenement_id
    UNION ALL
    SELECT 'seance', seance_id, min(source), min(fichier), min(ligne) FROM seances GROUP BY seance_id
    UNION ALL
    SELECT 'action', action_id, source, fichier, ligne FROM actions
),
noms AS (SELECT financeur_id, any_value(nom) AS nom FROM financeurs_nommes GROUP BY ALL)
SELECT l.sujet_type, l.sujet_id, coalesce(sujets.titre, communes.nom, noms.nom, l.sujet_id) AS titre, sujets.structure, l.dit,
       l.numerateur, l.denominateur, tue AS secret, l.compte, coalesce(l.source, dits.source) AS source,
       CASE WHEN l.source IS NULL THEN dits.fichier ELSE l.fichier END AS fichier,
       CASE WHEN l.source IS NULL THEN dits.ligne ELSE l.ligne END AS ligne,
       n_comptees, n_numerateur, n_secrets, n_lignes
FROM (
    SELECT *, count(*) FILTER (compte) OVER () AS n_comptees, count(*) FILTER (numerateur <> 0) OVER () AS n_numerateur,
           count(*) FILTER (tue) OVER () AS n_secrets, count(*) OVER () AS n_lignes
    FROM lignes
) AS l
LEFT JOIN sujets ON sujets.sujet_type = l.sujet_type AND sujets.sujet_id = l.sujet_id
LEFT JOIN communes ON l.sujet_type = 'commune' AND communes.code_commune = l.sujet_id
LEFT JOIN noms ON l.sujet_type = 'financeur' AND noms.financeur_id = l.sujet_id
LEFT JOIN dits ON dits.sujet_type = l.sujet_type AND dits.sujet_id = l.sujet_id
ORDER BY l.compte DESC, coalesce(l.numerateur, 0) > 0 DESC, titre, l.dit, l.sujet_id
LIMIT $limite
