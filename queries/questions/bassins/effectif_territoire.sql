-- Combien de présences un territoire compte-t-il, la dernière année connue ?
-- param niveau VARCHAR : departement ou bassin
-- param territoire VARCHAR : code
-- param grandeur VARCHAR : participations, participants_distincts…
-- param annee_max INTEGER facultatif : dernière année retenue
-- returns annee INTEGER : année
-- returns valeur DOUBLE : somme publiée ; vide si secrète ou inconnue
-- returns n_sujets BIGINT : actions et événements actifs
-- returns n_renseignes BIGINT : dont le nombre est connu
-- returns secret BOOLEAN : masquée
SELECT annee, valeur, n_sujets, n_renseignes, secret FROM effectifs
WHERE niveau = $niveau AND territoire = $territoire AND grandeur = $grandeur AND n_renseignes > 0
  AND ($annee_max IS NULL OR annee <= $annee_max)
ORDER BY annee DESC LIMIT 1
