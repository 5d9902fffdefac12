-- What a statement of a quantity says for certain: the one definition of its bounds, for people and for money.
-- macro nombre_dit : the number that a statement says; an interval counts for its lower bound
-- macro chiffre_dit : what makes two statements one: the number said and its upper bound. Said twice, by two sources or in
--   two ways (« 60 » and « au moins 60 »), it is one figure; two figures contradict each other
-- macro surete : how sure a precision is, 1 for the surest
-- macro au_moins : the least that a statement says; zero for « au plus 20 »
-- macro au_plus : the most that a statement says; empty for « au moins 60 », which says none
-- macro dit_par_bornes : whether a precision is that of bounds (minimum, maximum, intervalle)
-- macro somme_au_plus : the most that the statements retained say together: empty as soon as one of them says none

-- « environ 550 » has no bounds of its own: totals that hold it say « environ ».
CREATE MACRO nombre_dit(valeur, basse, haute) AS coalesce(valeur, basse, haute);
CREATE MACRO chiffre_dit(valeur, basse, haute) AS [coalesce(valeur, basse, haute), coalesce(haute, valeur, basse)];
CREATE MACRO surete(sorte) AS list_position(['exacte', 'calculee', 'approchee', 'intervalle', 'minimum', 'maximum'], sorte);
CREATE MACRO dit_par_bornes(sorte) AS sorte IN ('minimum', 'maximum', 'intervalle');
CREATE MACRO au_moins(valeur, basse, sorte) AS coalesce(basse, CASE WHEN sorte = 'maximum' THEN 0 ELSE valeur END, 0);
CREATE MACRO au_plus(valeur, haute, sorte) AS coalesce(haute, CASE WHEN sorte <> 'minimum' THEN valeur END);
CREATE MACRO somme_au_plus(haut, retenu) AS
    CASE WHEN bool_and(haut IS NOT NULL) FILTER (retenu) THEN sum(haut) FILTER (retenu) END;
