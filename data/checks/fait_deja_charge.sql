-- Une année de l'indice des prix, ou un financement, ne se charge qu'une fois : deux lignes compteraient double.
-- gravite bloquant
SELECT NULL AS fichier, NULL::INTEGER AS ligne, 'annee' AS colonne, annee::VARCHAR AS valeur,
       'l''indice des prix de cette année est déjà là (source « ' || magasin.indices_prix.source
       || ' ») : retirez-la, ou remplacez cette source par --replace' AS raison
FROM arrivee.indices_prix JOIN magasin.indices_prix USING (annee)
UNION ALL
SELECT arrivee.financements.fichier, arrivee.financements.ligne, 'financement_id', financement_id,
       'ce financement est déjà là (source « ' || magasin.financements.source
       || ' ») : retirez-le, ou remplacez cette source par --replace'
FROM arrivee.financements JOIN magasin.financements USING (financement_id)
ORDER BY fichier, ligne, valeur
