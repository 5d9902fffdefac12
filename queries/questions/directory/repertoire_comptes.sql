-- Combien d'actions répondent à ce que l'on cherche ?
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
-- returns n_listees BIGINT : celles qui répondent ; quand on part d'une commune, celles qu'on sait situer dans le rayon
-- returns n_hors_rayon BIGINT : celles qui sont plus loin
-- returns n_sans_lieu BIGINT : celles qu'on ne sait pas situer, quand on part d'une commune
SELECT count(*) FILTER ($commune IS NULL OR distance_km <= coalesce($rayon_km, distance_km)) AS n_listees,
       count(*) FILTER (distance_km > $rayon_km) AS n_hors_rayon,
       count(*) FILTER ($commune IS NOT NULL AND distance_km IS NULL) AS n_sans_lieu
FROM actions_retenues(
    $departement, $bassin, $annee_min, $annee_max, $texte, $etat, $statut, $motif, $dimension, $mot, $public, $initiative,
    $portee, $partenaire, $structure, $lieu, $cout, $participants
)
LEFT JOIN lieux_proches($commune) USING (lieux)
