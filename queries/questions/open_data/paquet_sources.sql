-- D'où viennent les faits du paquet, et sous quelle licence ?
-- returns source VARCHAR : chargement
-- returns format VARCHAR : format lu
-- returns titre VARCHAR : titre
-- returns editeur VARCHAR : éditeur
-- returns licence VARCHAR : licence, vide si la source ne la dit pas
-- returns url VARCHAR : adresse
-- returns publiee_le DATE : date de publication, vide si inconnue
-- returns sha256 VARCHAR : empreinte du contenu
SELECT source, format, titre, editeur, licence, url, publiee_le, sha256
FROM sources
WHERE etat = 'active'
ORDER BY source
