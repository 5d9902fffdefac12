-- D'où viennent les faits, depuis quand, sous quelle licence, et qu'a-t-on refusé ?
-- returns source VARCHAR : identifiant du chargement
-- returns format VARCHAR : format lu
-- returns titre VARCHAR : titre
-- returns editeur VARCHAR : éditeur
-- returns licence VARCHAR : licence, vide si la source ne le dit pas
-- returns url VARCHAR : adresse
-- returns publiee_le DATE : date de publication, vide si inconnue
-- returns chargee_le TIMESTAMP : date du chargement (UTC)
-- returns chargee_par VARCHAR : par qui
-- returns sha256 VARCHAR : empreinte du contenu
-- returns fichiers VARCHAR[] : fichiers lus
-- returns lues INTEGER : lignes ou fiches lues
-- returns gardees INTEGER : gardées
-- returns refusees INTEGER : refusées
-- returns etat VARCHAR : active, annulee ou remplacee
-- returns remplacee_par VARCHAR : la source qui l'a remplacée
WITH fichiers AS (SELECT source, list(fichier ORDER BY fichier) AS fichiers FROM sources_fichiers GROUP BY ALL)
SELECT source, format, titre, editeur, licence, url, publiee_le, chargee_le, chargee_par, sha256,
       coalesce(fichiers, []) AS fichiers, lues, gardees, refusees, etat, remplacee_par
FROM sources LEFT JOIN fichiers USING (source)
ORDER BY etat, format = 'references', chargee_le, source
