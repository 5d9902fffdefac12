-- Une division du territoire ne vient que d'une source : deux découpages du même nom se mélangeraient.
-- gravite bloquant
SELECT 'correspondance' AS fichier, NULL::INTEGER AS ligne, 'division' AS colonne, division AS valeur,
       'cette division est déjà chargée, par la source « ' || any_value(magasin.zones.source)
       || ' » : remplacez-la par --replace, ou donnez un autre nom dans la correspondance' AS raison
FROM arrivee.zones JOIN magasin.zones USING (division)
GROUP BY division
ORDER BY division
