-- Quelles actions sont recensées, et que dit chaque fiche ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns structure VARCHAR : structure organisatrice
-- returns structure_id VARCHAR : identifiant de la structure
-- returns departement VARCHAR : code du département
-- returns statut VARCHAR : tel qu'écrit dans la fiche
-- returns motif_fin VARCHAR : raison de la fin, telle qu'écrite
-- returns motif_fin_code VARCHAR : raison de la fin, codée quand elle est claire
-- returns dimension VARCHAR : telle qu'écrite
-- returns mots_cles VARCHAR[] : mots clés déclarés
-- returns initiateurs VARCHAR[] : qui est à l'initiative
-- returns portee VARCHAR : territoire concerné, tel qu'écrit
-- returns publics VARCHAR[] : publics déclarés
-- returns partenaires VARCHAR[] : partenaires déclarés
-- returns communes VARCHAR[] : codes des communes où l'action a lieu, quand elles sont certaines
-- returns communes_noms VARCHAR[] : leurs noms, dans le même ordre
-- returns siege VARCHAR : code de la commune du siège, quand elle est certaine
-- returns date_debut DATE : début
-- returns date_debut_precision VARCHAR : jour, mois, annee ou inconnue
-- returns date_fin DATE : fin
-- returns date_fin_precision VARCHAR : jour, mois, annee ou inconnue
-- returns resume VARCHAR : résumé
-- returns source VARCHAR : chargement
-- returns fichier VARCHAR : fichier lu
-- returns ligne INTEGER : ligne où commence la fiche
WITH
mots AS (SELECT action_id, list(mot_cle ORDER BY ligne, mot_cle) AS mots_cles FROM actions_mots_cles GROUP BY ALL),
inits AS (SELECT action_id, list(initiateur ORDER BY ligne, initiateur) AS initiateurs FROM actions_initiateurs GROUP BY ALL),
pubs AS (SELECT action_id, list(public ORDER BY ligne, public) AS publics FROM actions_publics GROUP BY ALL),
parts AS (SELECT action_id, list(partenaire ORDER BY ligne, partenaire) AS partenaires FROM actions_partenaires GROUP BY ALL),
lieux AS (
    SELECT action_id, list(code_commune ORDER BY code_commune) AS communes, list(nom ORDER BY code_commune) AS communes_noms
    FROM (SELECT DISTINCT action_id, code_commune FROM actions_lieux WHERE role = 'lieu' AND code_commune IS NOT NULL)
    LEFT JOIN communes USING (code_commune)
    GROUP BY ALL
),
sieges AS (
    SELECT action_id, min(code_commune) AS siege FROM actions_lieux WHERE role = 'siege' GROUP BY ALL
    HAVING count(DISTINCT code_commune) = 1
)
SELECT action_id, titre, structure, structure_id, code_departement AS departement, statut, motif_fin, motif_fin_code,
       dimension, coalesce(mots_cles, []) AS mots_cles, coalesce(initiateurs, []) AS initiateurs, portee,
       coalesce(publics, []) AS publics, coalesce(partenaires, []) AS partenaires, coalesce(communes, []) AS communes,
       coalesce(communes_noms, []) AS communes_noms, siege, date_debut, date_debut_precision, date_fin, date_fin_precision,
       resume, source, fichier, ligne
FROM actions
LEFT JOIN mots USING (action_id)
LEFT JOIN inits USING (action_id)
LEFT JOIN pubs USING (action_id)
LEFT JOIN parts USING (action_id)
LEFT JOIN lieux USING (action_id)
LEFT JOIN sieges USING (action_id)
WHERE action_id IN (FROM actions_du_perimetre($departement, $bassin, $annee_min, $annee_max))
ORDER BY titre, action_id
