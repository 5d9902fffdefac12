-- Ce jeu de données est-il une démonstration ?
-- returns demonstration BOOLEAN : au moins une source active est fictive
-- returns titre VARCHAR : titre de cette source
SELECT count(*) > 0 AS demonstration, any_value(titre) AS titre FROM sources WHERE format = 'demo' AND etat = 'active'
