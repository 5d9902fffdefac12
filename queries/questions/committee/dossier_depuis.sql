-- Que s'est-il passé entre deux jours : actions commencées ou finies, événements, autres séances ?
-- param departement VARCHAR : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param du DATE : premier jour, exclu
-- param au DATE : dernier jour, inclus
-- returns sorte VARCHAR : action_commencee, action_finie, evenement ou seance
-- returns jour DATE : le jour
-- returns precision VARCHAR : jour ou mois ; ce qui n'est connu que par l'année n'est pas retenu
-- returns intitule VARCHAR : titre de l'action, nom de l'événement ou de l'instance
-- returns qui VARCHAR : structure, organisateur ou objet de la séance ; vide si inconnu
-- returns communes VARCHAR[] : communes, vide si inconnues
WITH retenus AS (FROM sujets_du_perimetre($departement, $bassin, NULL, NULL)),
ici AS (SELECT actions_listees.* FROM actions_listees JOIN retenus ON sujet_type = 'action' AND sujet_id = action_id),
dits AS (
    SELECT 'action_commencee' AS sorte, date_debut AS jour, date_debut_precision AS precision, titre AS intitule, structure AS qui,
           communes_noms AS communes
    FROM ici
    UNION ALL
    SELECT 'action_finie', date_fin, date_fin_precision, titre, structure, communes_noms FROM ici
    UNION ALL
    SELECT 'evenement', tenu_le, precision, nom, organisateur, CASE WHEN commune IS NOT NULL THEN [commune] END
    FROM evenements_listes JOIN retenus ON sujet_type = 'evenement' AND sujet_id = evenement_id
    UNION ALL
    SELECT DISTINCT 'seance', tenue_le, seances.precision, instances.nom, objet, CASE WHEN communes.nom IS NOT NULL THEN [communes.nom] END
    FROM seances JOIN instances USING (instance_id) LEFT JOIN communes ON communes.code_commune = seances.code_commune
    WHERE instances.code_departement = $departement AND ($bassin IS NULL OR code_zone = $bassin)
)
SELECT sorte, jour, precision, intitule, qui, communes
FROM dits
WHERE jour > $du AND jour <= $au AND precision IN ('jour', 'mois')
ORDER BY sorte, jour DESC, intitule, qui
