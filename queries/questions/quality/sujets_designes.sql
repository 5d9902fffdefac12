-- Quels sujets et territoires ce texte désigne-t-il ?
-- param texte VARCHAR : identifiant, code, ou titre ou nom exact (accents et majuscules indifférents)
-- returns sujet VARCHAR : « action:ID », « seance:ID », « bassin:032 »…
-- returns nom VARCHAR : titre ou nom
SELECT sujet, nom
FROM (
    SELECT sujet_type || ':' || sujet_id AS sujet, sujet_id AS code, titre AS nom FROM sujets
    UNION ALL SELECT niveau || ':' || territoire, territoire, nom FROM territoires_niveaux
)
WHERE $texte IN (sujet, code) OR plie(nom) = plie($texte)
ORDER BY sujet
