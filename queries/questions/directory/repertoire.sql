-- Quelles actions répondent à ce que l'on cherche, dans l'ordre où les lire ?
-- param departement VARCHAR facultatif : code du département
-- param bassin VARCHAR facultatif : code du bassin de vie
-- param annee_min INTEGER facultatif : première année retenue
-- param annee_max INTEGER facultatif : dernière année retenue
-- param texte RACINES facultatif : mots cherchés
-- param commune VARCHAR facultatif : code COG de la commune de départ, pour aller de la plus proche à la plus lointaine
-- param rayon_km DOUBLE facultatif : distance la plus grande, en kilomètres
-- param etat VARCHAR[] facultatif : états le jour d'observation : en_cours, finie, a_venir
-- param statut VARCHAR[] facultatif : statuts dits par les fiches ; dans chaque champ une valeur suffit, « nd » pour non renseigné
-- param motif VARCHAR[] facultatif : raisons de la fin, codées
-- param dimension VARCHAR[] facultatif : dimensions
-- param mot VARCHAR[] facultatif : mots clés
-- param public VARCHAR[] facultatif : publics
-- param initiative VARCHAR[] facultatif : qui est à l'initiative
-- param portee VARCHAR[] facultatif : territoires concernés
-- param partenaire VARCHAR[] facultatif : partenaires
-- param structure VARCHAR[] facultatif : structures
-- param lieu VARCHAR[] facultatif : declaree, deduite ou departement_seul
-- param cout VARCHAR[] facultatif : connu, contradictoire, a_valider ou inconnu
-- param participants VARCHAR[] facultatif : validee ou proposee
-- param tri VARCHAR facultatif : en_cours, debut, titre ou taille (communes comparables à celle de départ d'abord) ; sinon la plus proche, la plus pertinente, par titre
-- param limite INTEGER facultatif : nombre d'actions au plus
-- param debut INTEGER facultatif : nombre d'actions à passer
-- returns action_id VARCHAR : identifiant
-- returns titre VARCHAR : titre de la fiche
-- returns structure VARCHAR : structure organisatrice
-- returns structure_id VARCHAR : identifiant de la structure
-- returns departement VARCHAR : code du département
-- returns statut VARCHAR : tel qu'écrit dans la fiche
-- returns etat VARCHAR : état le jour d'observation : en_cours, finie, a_venir ; vide quand aucune date ne le dit
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
-- returns lieu VARCHAR : declaree, deduite ou departement_seul ; vide si rien n'est connu
-- returns participants VARCHAR : validee, proposee (à valider), vide si aucun nombre n'est connu
-- returns situation VARCHAR : coût connu, contradictoire, a_valider ou inconnu
-- returns total_eur DECIMAL(14,2) : coût du dernier exercice connu, réalisé plutôt que prévu, s'il n'y en a qu'un
-- returns bas_eur DECIMAL(14,2) : au moins
-- returns haut_eur DECIMAL(14,2) : au plus ; vide quand rien ne le dit
-- returns precision_cout VARCHAR : précision de ce coût
-- returns commune_proche VARCHAR : lieu de l'action le plus proche de la commune de départ, vide s'il n'y en a pas
-- returns distance_km DOUBLE : distance à vol d'oiseau, de mairie à mairie ; les actions sans commune viennent en dernier
WITH
ici AS (
    SELECT population, population / surface_km2 AS densite
    FROM communes JOIN dernieres_populations USING (code_commune) WHERE code_commune = $commune AND $tri = 'taille'
),
-- As territories are compared: the logarithms of the ratios of population and density, as the sides of a right angle.
tailles AS (
    SELECT lieux, min(sqrt(pow(ln(la.population / ici.population), 2)
               + pow(ln(la.population / surface_km2 / ici.densite), 2))) AS ecart
    FROM lieux_communes JOIN communes USING (code_commune) JOIN dernieres_populations AS la USING (code_commune), ici
    WHERE la.population > 0 AND ici.population > 0
    GROUP BY lieux
),
-- Three keys, each empty unless its order is asked: what cannot be placed comes last in any of them.
trouvees AS (
    SELECT trouve.numero, score, commune AS commune_proche, distance_km, $commune IS NOT NULL AND distance_km IS NULL AS sans_lieu,
           CASE $tri WHEN 'en_cours' THEN (etat IS DISTINCT FROM 'en_cours')::INTEGER WHEN 'taille' THEN ecart
                     WHEN 'titre' THEN trouve.numero END AS d_abord,
           CASE WHEN $tri = 'debut' THEN date_debut END AS debut
    FROM actions_retenues(
        $departement, $bassin, $annee_min, $annee_max, $texte, $etat, $statut, $motif, $dimension, $mot, $public, $initiative,
        $portee, $partenaire, $structure, $lieu, $cout, $participants
    ) AS trouve
    JOIN (SELECT numero, etat, date_debut FROM actions_listees) AS fiche ON fiche.numero = trouve.numero
    LEFT JOIN lieux_proches($commune) AS proche ON proche.lieux = trouve.lieux
    LEFT JOIN tailles ON tailles.lieux = trouve.lieux
    WHERE $rayon_km IS NULL OR distance_km IS NULL OR distance_km <= $rayon_km
    ORDER BY sans_lieu, d_abord NULLS LAST, debut DESC NULLS LAST, distance_km NULLS LAST, score DESC, numero
    LIMIT $limite OFFSET coalesce($debut, 0)
)
SELECT action_id, titre, structure, structure_id, departement, statut, etat, motif_fin, motif_fin_code, dimension, mots_cles,
       initiateurs, portee, publics, partenaires, communes, communes_noms, siege, date_debut, date_debut_precision,
       date_fin, date_fin_precision, resume, source, fichier, ligne, lieu, participants, situation, total_eur, bas_eur,
       haut_eur, precision_cout,
       commune_proche, distance_km
FROM trouvees JOIN actions_listees USING (numero)
ORDER BY sans_lieu, d_abord NULLS LAST, trouvees.debut DESC NULLS LAST, distance_km NULLS LAST, score DESC, numero
