-- Que dit chaque fiche de ses mots clés, publics, initiateurs et partenaires ?
-- param departement VARCHAR facultatif : code du département
-- returns action_id VARCHAR : identifiant de l'action
-- returns champ VARCHAR : champ de la fiche : mot_cle, public, initiateur ou partenaire
-- returns libelle VARCHAR : libellé, tel qu'écrit
-- returns age_min INTEGER : âge le plus bas, en années
-- returns age_max INTEGER : âge le plus haut, en années
-- returns source VARCHAR : chargement (table sources)
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne du fichier
WITH champs AS (
    SELECT action_id, 'mot_cle' AS champ, mot_cle AS libelle, NULL::INTEGER AS age_min, NULL::INTEGER AS age_max,
           source, fichier, ligne FROM actions_mots_cles
    UNION ALL
    SELECT action_id, 'public', public, age_min, age_max, source, fichier, ligne FROM actions_publics
    UNION ALL
    SELECT action_id, 'initiateur', initiateur, NULL, NULL, source, fichier, ligne FROM actions_initiateurs
    UNION ALL
    SELECT action_id, 'partenaire', partenaire, NULL, NULL, source, fichier, ligne FROM actions_partenaires
)
SELECT action_id, champ, libelle, age_min, age_max, source, fichier, ligne
FROM champs
WHERE ($departement IS NULL OR action_id IN (FROM actions_du_perimetre($departement, NULL, NULL, NULL)))
ORDER BY action_id, champ, libelle, source
