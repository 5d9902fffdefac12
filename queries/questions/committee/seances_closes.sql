-- Quelles séances sont closes, et sur quels chiffres ?
-- param departement VARCHAR facultatif : code du département
-- returns seance_id VARCHAR : identifiant de la séance
-- returns instance VARCHAR : nom de son instance ; vide si la source de la séance a été annulée depuis
-- returns tenue_le DATE : jour de la séance ; vide si inconnu
-- returns precision VARCHAR : sa précision : jour, mois, annee ou inconnue
-- returns objet VARCHAR : objet ; vide si inconnu
-- returns arretee_le DATE : jour où ses chiffres sont arrêtés
-- returns instantane INTEGER : instantané dont elle garde les chiffres
-- returns version VARCHAR : version du logiciel, ce jour-là
-- returns fonction VARCHAR : fonction de qui l'a close
-- returns source VARCHAR : saisie qui la clôt
-- returns identite VARCHAR : ce qui distingue cet instantané de tout autre du même numéro
-- returns regles VARCHAR : empreinte des règles gardées
-- returns chiffres VARCHAR : empreinte des chiffres lus par tous
-- returns chiffres_complets VARCHAR : empreinte des chiffres sans masque
WITH lues AS (
    SELECT seance_id, any_value(instances.nom) AS instance, any_value(code_departement) AS code_departement,
           any_value(tenue_le ORDER BY seances.source) AS tenue_le,
           any_value(seances.precision ORDER BY seances.source) AS precision, any_value(objet ORDER BY seances.source) AS objet
    FROM seances JOIN instances USING (instance_id) GROUP BY ALL
)
SELECT seance_id, instance, tenue_le, precision, objet, arretee_le, instantane, version, fonction, source, identite, regles,
       chiffres, chiffres_complets
-- What a closed session keeps outlives the source of the session; nothing then says which département it is of.
FROM clotures LEFT JOIN lues USING (seance_id) JOIN saisies USING (source)
WHERE $departement IS NULL OR code_departement IS NULL OR code_departement = $departement
ORDER BY arretee_le DESC, rang DESC
