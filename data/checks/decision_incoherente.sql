-- Le porteur d'une décision est une fonction ou un organisme, jamais une personne ; son échéance n'est pas avant sa séance.
-- gravite bloquant
WITH tenues AS (
    SELECT seance_id, min(tenue_le) AS tenue_le, arg_min(precision, tenue_le) AS precision FROM tout.seances
    WHERE tenue_le IS NOT NULL GROUP BY seance_id
),
-- Of a session of which only the year (or the month) is known, years (or months) alone are compared.
datees AS (
    SELECT fichier, ligne, echeance, tenue_le, CASE precision WHEN 'annee' THEN 'year' WHEN 'mois' THEN 'month' ELSE 'day' END AS grain
    FROM arrivee.decisions JOIN tenues USING (seance_id)
)
SELECT fichier, ligne, 'porteur' AS colonne, porteur AS valeur,
       'dites une fonction ou un organisme (« chargée de mission »), jamais une personne' AS raison
FROM arrivee.decisions
WHERE regexp_matches(porteur, '(?i)\b(?:m\.|(?:mr|mme|mlle|monsieur|madame|mademoiselle)\.?)[\s\xA0]|@|(?:\d[ .\xA0-]?){10}')
UNION ALL
SELECT fichier, ligne, 'echeance', strftime(echeance, '%d/%m/%Y'),
       'l''échéance est avant la séance (' || strftime(tenue_le, '%d/%m/%Y') || ') : corrigez l''une des deux dates'
FROM datees WHERE date_trunc(grain, echeance) < date_trunc(grain, tenue_le)
ORDER BY fichier, ligne, colonne
