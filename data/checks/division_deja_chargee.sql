-- Une division du territoire ne vient que d'une source : deux découpages du même nom se mélangeraient. Les bassins de vie
-- d'un département remplacent ceux du territoire de référence, qui peut lui-même être mis à jour.
-- gravite bloquant
SELECT 'correspondance' AS fichier, NULL::INTEGER AS ligne, 'division' AS colonne, division AS valeur,
       'cette division est déjà chargée, par la source « ' || any_value(magasin.zones.source)
       || ' » : remplacez-la (au terminal : --replace), ou donnez un autre nom dans la correspondance' AS raison
FROM arrivee.zones JOIN magasin.zones USING (division)
WHERE division <> 'bassin'
GROUP BY division
UNION ALL
SELECT NULL, NULL, 'division', arrivee.zones.code_departement,
       'les bassins de vie de ce département sont déjà chargés, par la source « ' || any_value(magasin.zones.source)
       || ' » : remplacez-la (au terminal : --replace)'
FROM arrivee.zones
JOIN magasin.zones USING (division, code_departement)
JOIN magasin.sources ON magasin.sources.source = magasin.zones.source
WHERE division = 'bassin' AND magasin.sources.format <> 'references' AND NOT starts_with(arrivee.zones.source, 'references-')
GROUP BY arrivee.zones.code_departement
ORDER BY colonne, valeur
