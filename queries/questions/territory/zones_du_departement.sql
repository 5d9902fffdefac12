-- Quels bassins, ou quelles intercommunalités, touchent un département ?
-- param departement VARCHAR : code du département
-- param niveau VARCHAR : bassin ou epci
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns rang INTEGER : ordre
SELECT code_zone AS territoire, nom, rang FROM zones
WHERE division = $niveau AND code_zone IN (
    SELECT code_zone FROM divisions_communes WHERE division = $niveau AND code_departement = $departement
)
ORDER BY rang, nom, code_zone
