-- Why readers are not told what they are not told: kept for who is told all, empty in the copies of everyone else.
-- table secrets_motifs : one row a number that readers are not told, in the copy of the role « administration » alone
--   (a reason can tell the number). ``sujet``: whose it is, « action:ID », « seance:ID », « bassin:032 »… ``quoi``: mesure
--   (a count of a subject), presence (at a session), college (their total), effectif (a sum by territory and year), periode (the same, all
--   years together) or argent (a sum brought by private donors). ``motif``: seuil (under the common threshold), sensible (under that of
--   sensitive actions), complementaire (``protege``: published sums, the smallest first, that would give another number
--   without this one; ``couvre``: that other one), anterieur (an earlier snapshot would give it, or another one with it), ensemble (withheld with the numbers of ``couvre``, of which it is the
--   sum, or the same people counted otherwise) or dominance (nearly all of it is brought by ``couvre``). ``seuil``: the
--   least number told, or the part of the sum (0 to 1) that one donor may bring.
CREATE OR REPLACE TABLE secrets_motifs (
    sujet VARCHAR, quoi VARCHAR, grandeur VARCHAR, annee INTEGER, college VARCHAR, code_zone VARCHAR, motif VARCHAR, seuil DOUBLE,
    protege VARCHAR[], couvre VARCHAR[]
);
