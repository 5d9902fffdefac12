-- What the rows of an indicator may not be: one row an indicator at fault, with one reason (French). It makes nothing.

SELECT indicateur, any_value(raison) AS raison
FROM (
    SELECT indicateur, 'une ligne sans niveau, sans territoire ou sans année' AS raison
    FROM indicateurs_bruts WHERE niveau IS NULL OR territoire IS NULL OR annee IS NULL
    UNION ALL
    SELECT indicateur, 'le niveau « ' || niveau || ' » que son entrée n''annonce pas'
    FROM indicateurs_bruts JOIN indicateurs ON id = indicateur
    WHERE NOT list_contains(niveaux, niveau)
    UNION ALL
    SELECT indicateur, 'deux lignes pour ' || niveau || ' ' || territoire || ' en ' || annee
    FROM indicateurs_bruts GROUP BY indicateur, niveau, territoire, annee HAVING count(*) > 1
    UNION ALL
    SELECT indicateur, 'un territoire inconnu, ' || niveau || ' ' || territoire
    FROM indicateurs_bruts ANTI JOIN territoires_possibles USING (niveau, territoire)
    WHERE territoire IS NOT NULL AND niveau IS NOT NULL
)
GROUP BY indicateur;
