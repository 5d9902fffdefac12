-- Un collège n'est compté qu'une fois à une séance : sans bassin, la clé de la table ne le garantit pas.
-- gravite bloquant
SELECT fichier, ligne, 'college' AS colonne, college AS valeur,
       'le collège « ' || college || ' » de cette séance est déjà dit ligne ' || premiere || ' : n''en gardez qu''une'
           AS raison
FROM (
    SELECT *, row_number() OVER meme AS rang, first(ligne) OVER meme AS premiere FROM arrivee.presences
    WINDOW meme AS (PARTITION BY seance_id, college, code_zone, source ORDER BY fichier, ligne)
)
WHERE rang > 1
ORDER BY fichier, ligne
