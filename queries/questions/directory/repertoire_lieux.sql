-- Dans quelles communes ont lieu les actions qui répondent à ce que l'on cherche ?
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
-- returns code_commune VARCHAR : code COG
-- returns nom VARCHAR : nom
-- returns code_departement VARCHAR : code du département
-- returns longitude DOUBLE : longitude de la mairie, en degrés
-- returns latitude DOUBLE : latitude de la mairie, en degrés
-- returns n_actions BIGINT : actions qui y ont lieu
-- returns n_listees BIGINT : actions qui répondent et dont une commune est connue
WITH trouvees AS (
    SELECT lieux, count(*) AS n
    FROM actions_retenues(
        $departement, $bassin, $annee_min, $annee_max, $texte, $etat, $statut, $motif, $dimension, $mot, $public, $initiative,
        $portee, $partenaire, $structure, $lieu, $cout, $participants
    )
    LEFT JOIN lieux_proches($commune) USING (lieux)
    WHERE lieux IS NOT NULL AND ($rayon_km IS NULL OR distance_km <= $rayon_km)
    GROUP BY lieux
)
SELECT code_commune, nom, code_departement, longitude, latitude, sum(n)::BIGINT AS n_actions,
       (SELECT sum(n) FROM trouvees)::BIGINT AS n_listees
FROM trouvees JOIN lieux_communes USING (lieux) JOIN communes USING (code_commune)
WHERE longitude IS NOT NULL
GROUP BY ALL
ORDER BY n_actions DESC, code_commune
