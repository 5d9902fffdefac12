-- Quelle part des personnes mobilisées pour les actions sont bénévoles ?
-- returns niveau VARCHAR : departement ou bassin
-- returns territoire VARCHAR : code du territoire
-- returns annee INTEGER : année civile
-- returns numerateur DOUBLE : bénévoles, pour autant d'actions que de professionnels
-- returns denominateur DOUBLE : bénévoles et professionnels, de même
-- returns n BIGINT : les mêmes
-- returns n_renseignes BIGINT : actions et événements où le moins connu des deux nombres l'est
-- returns n_total BIGINT : actions et événements de l'année
-- returns reference DOUBLE : aucune
-- returns variance DOUBLE : inconnue
-- returns secret BOOLEAN : un des effectifs est masqué
WITH benevoles AS (FROM effectifs WHERE grandeur = 'benevoles'),
professionnels AS (FROM effectifs WHERE grandeur = 'professionnels'),
-- One count may be known for more actions than the other: both are brought to the fewer, at their mean an action.
mobilises AS (
    SELECT niveau, territoire, annee, b.n_sujets, least(b.n_renseignes, p.n_renseignes) AS connues,
           b.valeur * connues / b.n_renseignes AS benevoles, p.valeur * connues / p.n_renseignes AS professionnels,
           b.secret OR p.secret AS secret
    FROM benevoles AS b JOIN professionnels AS p USING (niveau, territoire, annee)
    WHERE niveau IN ('departement', 'bassin')
)
SELECT niveau, territoire, annee, benevoles AS numerateur, benevoles + professionnels AS denominateur,
       round(benevoles + professionnels)::BIGINT AS n, connues AS n_renseignes, n_sujets AS n_total,
       NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, secret
FROM mobilises
