-- Quels territoires portent ce code ou ce nom ?
-- param texte VARCHAR : code, ou nom exact (accents et majuscules indifférents)
-- param niveau VARCHAR facultatif : departement, bassin, epci ou commune
-- returns niveau VARCHAR : departement, bassin, epci ou commune
-- returns territoire VARCHAR : code
-- returns nom VARCHAR : nom
-- returns departement VARCHAR : nom de son département
-- returns par_code BOOLEAN : trouvé par son code
-- returns avec_valeurs BOOLEAN : son département a des valeurs d'indicateurs
SELECT t.niveau, t.territoire, t.nom, departements.nom AS departement, t.territoire = $texte AS par_code,
       code_departement IN (SELECT territoire FROM indicateurs_valeurs WHERE niveau = 'departement') AS avec_valeurs
FROM territoires_niveaux AS t LEFT JOIN departements USING (code_departement)
WHERE (t.territoire = $texte OR plie(t.nom) = plie($texte)) AND ($niveau IS NULL OR t.niveau = $niveau)
ORDER BY par_code DESC, list_position(['departement', 'bassin', 'epci', 'commune'], t.niveau), t.territoire
