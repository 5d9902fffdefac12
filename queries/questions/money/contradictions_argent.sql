-- Qu'est-ce qui se contredit sur l'argent, action par action, des coûts les plus élevés aux moins élevés ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : premier exercice retenu
-- param annee_max INTEGER facultatif : dernier exercice retenu
-- param limite INTEGER facultatif : nombre de lignes au plus
-- returns sujet_type VARCHAR : action ou evenement
-- returns sujet_id VARCHAR : identifiant
-- returns titre VARCHAR : nom
-- returns structure VARCHAR : structure organisatrice
-- returns total_eur DECIMAL(14,2) : coût déclaré, s'il n'y en a qu'un
-- returns messages VARCHAR[] : ce qui se contredit, avec les deux chiffres
-- returns montants_eur DECIMAL(14,2)[] : coûts validés qui sont cités
-- returns bornes_basses_eur DECIMAL(14,2)[] : au moins, dans le même ordre
-- returns bornes_hautes_eur DECIMAL(14,2)[] : au plus, dans le même ordre
-- returns precisions VARCHAR[] : leurs précisions, dans le même ordre
WITH choisis AS (
    FROM argent_du_perimetre($departement, $bassin, $annee_min, $annee_max)
    WHERE situation = 'contradictoire'
    ORDER BY total_eur DESC NULLS LAST, numero
    LIMIT $limite
),
ecarts AS (
    SELECT sujet_type, sujet_id, list(message ORDER BY code, message) AS messages FROM constats
    WHERE domaine = 'argent' AND sujet_id IN (SELECT sujet_id FROM choisis) GROUP BY ALL
),
cites AS (
    SELECT sujet_type, sujet_id, list(montant_eur ORDER BY fichier, ligne) AS montants_eur,
           list(borne_basse_eur ORDER BY fichier, ligne) AS bornes_basses_eur,
           list(borne_haute_eur ORDER BY fichier, ligne) AS bornes_hautes_eur,
           list(precision ORDER BY fichier, ligne) AS precisions
    FROM montants WHERE role = 'total' AND etat = 'validee' AND sujet_id IN (SELECT sujet_id FROM choisis) GROUP BY ALL
)
SELECT sujet_type, sujet_id, titre, structure, total_eur, coalesce(messages, []) AS messages,
       coalesce(montants_eur, []) AS montants_eur, coalesce(bornes_basses_eur, []) AS bornes_basses_eur,
       coalesce(bornes_hautes_eur, []) AS bornes_hautes_eur, coalesce(precisions, []) AS precisions
FROM choisis LEFT JOIN ecarts USING (sujet_type, sujet_id) LEFT JOIN cites USING (sujet_type, sujet_id)
ORDER BY total_eur DESC NULLS LAST, numero
