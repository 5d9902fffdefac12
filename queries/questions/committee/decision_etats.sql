-- Par quels états une décision est-elle passée ?
-- param decision VARCHAR : identifiant de la décision
-- returns etat VARCHAR : a_faire, en_cours, faite, abandonnee ou reportee
-- returns dit_le DATE : jour où il est dit
-- returns echeance DATE : nouvelle échéance, quand elle est reportée
-- returns seance_id VARCHAR : séance où il est dit ; vide entre deux séances
-- returns motif VARCHAR : pourquoi ; vide si rien n'est dit
-- returns fonction VARCHAR : fonction de qui l'a enregistré
-- returns source VARCHAR : saisie qui le dit
SELECT etat, dit_le, echeance, seance_id, decisions_etats.motif, fonction, source
FROM decisions_etats JOIN saisies USING (source) WHERE decision_id = $decision ORDER BY rang
