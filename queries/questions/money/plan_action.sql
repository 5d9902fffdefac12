-- Quel est le plan de financement d'une action : coût, demandé, accordé, versé, en nature, sans nom, écart ?
-- param sujet VARCHAR : identifiant de l'action, de l'événement ou de la structure
-- returns exercice INTEGER : année du budget ou de l'aide ; vide si inconnue
-- returns cout_prevu_eur DOUBLE : charges du budget prévisionnel (60 à 69)
-- returns cout_realise_eur DOUBLE : charges du budget réalisé
-- returns produits_prevus_eur DOUBLE : produits prévus (70 à 79)
-- returns produits_realises_eur DOUBLE : produits réalisés
-- returns demande_eur DOUBLE : demandé aux financeurs
-- returns accorde_eur DOUBLE : subventions accordées, sans les usagers ni l'autofinancement
-- returns verse_eur DOUBLE : versé
-- returns propres_eur DOUBLE : ressources propres (usagers, ventes, fonds propres)
-- returns nature_eur DOUBLE : aides en nature, valeur déclarée
-- returns volontaires_prevues_eur DOUBLE : contributions volontaires prévues (compte 87)
-- returns volontaires_realisees_eur DOUBLE : contributions volontaires réalisées
-- returns sans_nom_eur DOUBLE : produits du budget retenu (réalisé, sinon prévu) qu'aucun financeur nommé n'apporte
-- returns cout_eur DOUBLE : coût retenu : réalisé, sinon prévu
-- returns ecart_eur DOUBLE : coût retenu moins subventions accordées et ressources propres ; vide si le coût ou l'une des subventions manque
-- returns n_financeurs BIGINT : financeurs nommés
-- returns contredit BOOLEAN : plusieurs budgets de même nature pour cet exercice : aucun n'est préféré
-- returns partiel BOOLEAN : un budget de l'exercice ne dit pas toutes ses charges : un seul compte, sous le coût total déclaré
-- returns n_sans_accorde BIGINT : subventions dont le montant accordé n'est pas connu
SELECT exercice, cout_prevu_eur, cout_realise_eur, produits_prevus_eur, produits_realises_eur, demande_eur, accorde_eur,
       verse_eur, propres_eur, nature_eur, volontaires_prevues_eur, volontaires_realisees_eur, sans_nom_eur, cout_eur,
       ecart_eur, n_financeurs, contredit, partiel, n_sans_accorde
FROM plans_financement WHERE sujet_id = $sujet ORDER BY exercice NULLS LAST
