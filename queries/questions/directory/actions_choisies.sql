-- Que disent les fiches de ces actions-là ?
-- param actions VARCHAR[] : identifiants des actions
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
SELECT action_id, titre, structure, structure_id, departement, statut, etat, motif_fin, motif_fin_code, dimension, mots_cles,
       initiateurs, portee, publics, partenaires, communes, communes_noms, siege, date_debut, date_debut_precision,
       date_fin, date_fin_precision, resume, source, fichier, ligne, lieu, participants, situation, total_eur, bas_eur,
       haut_eur, precision_cout
FROM actions_listees WHERE list_contains($actions, action_id)
ORDER BY list_position($actions, action_id)
