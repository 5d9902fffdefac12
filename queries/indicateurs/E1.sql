-- Quelle part des personnes mobilisées pour les actions sont bénévoles ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : bénévoles
-- returns denominateur DOUBLE : bénévoles et professionnels
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : actions et événements dont les deux nombres sont connus (le moins connu des deux)
-- returns n_total BIGINT : actions et événements de l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
WITH benevoles AS (FROM effectifs WHERE grandeur = 'benevoles'),
professionnels AS (FROM effectifs WHERE grandeur = 'professionnels')
SELECT niveau, territoire, annee, benevoles.valeur AS numerateur, benevoles.valeur + professionnels.valeur AS denominateur,
       (benevoles.valeur + professionnels.valeur)::BIGINT AS n,
       least(benevoles.n_renseignes, professionnels.n_renseignes) AS n_renseignes, benevoles.n_sujets AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, benevoles.secret OR professionnels.secret AS secret
FROM benevoles JOIN professionnels USING (niveau, territoire, annee)
WHERE niveau IN ('departement', 'bassin')
