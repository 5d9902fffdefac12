-- Combien de personnes un territoire compte-t-il, année par année ?
-- param niveau VARCHAR : departement, bassin, epci ou commune
-- param territoire VARCHAR : code
-- param grandeur VARCHAR : participations, participants_distincts…
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns annee INTEGER : année
-- returns compte DOUBLE : somme publiée des nombres dits, un intervalle pour sa borne basse ; vide si secrète ou inconnue
-- returns bas DOUBLE : au moins, quantités dites par des bornes comprises
-- returns haut DOUBLE : au plus ; vide quand rien ne le dit (« au moins 60 »)
-- returns n_sujets BIGINT : actions et événements actifs cette année-là, ou qui disent alors un nombre de personnes, celui-ci ou un autre
-- returns n_renseignes BIGINT : dont le nombre, ou ses bornes, sont connus
-- returns n_bornes BIGINT : dont ceux que dit un minimum, un maximum ou un intervalle
-- returns n_approches BIGINT : dont ceux qui sont approchés
-- returns bornes_tues BOOLEAN : un effectif masqué est dit par des bornes : rien ne dit le plus
-- returns secret BOOLEAN : masquée
SELECT annee, compte, bas, haut, n_sujets, n_renseignes, n_bornes, n_approches, bornes_tues, secret FROM totaux_personnes
WHERE niveau = $niveau AND territoire = $territoire AND grandeur = $grandeur AND n_renseignes > 0 AND annee IS NOT NULL
  AND ($annee_max IS NULL OR annee <= $annee_max)
ORDER BY annee
