-- Quels nombres de personnes un total d'un territoire additionne-t-il, et qui ne dit rien ?
-- param niveau VARCHAR : departement, bassin, epci, commune, structure ou action
-- param territoire VARCHAR : code
-- param grandeur VARCHAR[] facultatif : ce qui est compté : participations, benevoles… ; rien sans précision
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : titre ou nom
-- returns structure VARCHAR : qui le mène
-- returns annee INTEGER : année
-- returns grandeur VARCHAR : ce qui est compté
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
WITH places AS (
    SELECT DISTINCT sujet_type, sujet_id, annee_debut, annee_fin FROM sujets_territoires
    WHERE niveau = $niveau AND territoire = $territoire
    UNION
    SELECT 'action', action_id, annee_debut, annee_fin FROM actions_listees
    WHERE ($niveau = 'structure' AND structure_id = $territoire) OR ($niveau = 'action' AND action_id = $territoire)
),
dites AS (
    SELECT m.* FROM mesures_publiees AS m SEMI JOIN places USING (sujet_type, sujet_id)
    WHERE etat = 'validee' AND list_contains($grandeur, grandeur) AND annee IS NOT NULL
),
-- A subject is expected in the years when it is active, and counted in those that it tells.
attendus AS (
    SELECT sujet_type, sujet_id, unnest(range(annee_debut, annee_fin + 1))::INTEGER AS annee FROM places
    UNION
    SELECT sujet_type, sujet_id, annee FROM dites
),
lues AS (
    SELECT attendus.*, g.grandeur, d.valeur, borne_basse, borne_haute, precision, secret, source, fichier, ligne, d.etat IS NOT NULL AS dit,
           -- What several sources say in the same figures is one figure, the surest of them.
           count(DISTINCT chiffre_dit(d.valeur, borne_basse, borne_haute)) OVER memes = 1
               AND row_number() OVER (memes ORDER BY surete(precision), source, fichier, ligne) = 1 AS compte
    FROM attendus CROSS JOIN (SELECT unnest($grandeur::VARCHAR[]) AS grandeur) AS g
    LEFT JOIN dites AS d ON d.sujet_type = attendus.sujet_type AND d.sujet_id = attendus.sujet_id AND d.annee = attendus.annee
        AND d.grandeur = g.grandeur
    WHERE ($annee_min IS NULL OR attendus.annee >= $annee_min) AND ($annee_max IS NULL OR attendus.annee <= $annee_max)
    WINDOW memes AS (PARTITION BY attendus.sujet_type, attendus.sujet_id, attendus.annee, g.grandeur)
)
SELECT sujet_type, sujet_id, titre, structure, annee, grandeur, valeur, borne_basse, borne_haute, precision,
       coalesce(secret, false) AS secret, CASE WHEN dit THEN compte END AS compte, source, fichier, ligne,
       count(*) FILTER (dit) OVER () AS n_dits, count(*) FILTER (secret) OVER () AS n_secrets,
       (SELECT list(DISTINCT source ORDER BY source) FROM lues WHERE dit) AS chargements, count(*) OVER () AS n_lignes
FROM lues JOIN sujets USING (sujet_type, sujet_id)
ORDER BY dit DESC, grandeur, annee DESC, numero, fichier, ligne, source
LIMIT $limite
