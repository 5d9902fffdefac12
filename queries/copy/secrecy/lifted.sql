-- Secrecy lifted, for who is told all: what is published is then written again, from the same counts.
UPDATE feuilles SET secret = false WHERE secret;
UPDATE feuilles_seances SET secret = false WHERE secret;
UPDATE cellules SET secret = false WHERE secret;
UPDATE totaux_seances SET secret = false WHERE secret;
