-- Combien d'actions et d'événements d'un territoire disent un nombre de personnes sans qu'aucune année soit connue ?
-- param niveau VARCHAR : departement, bassin, epci ou commune
-- param territoire VARCHAR : code
-- param grandeur VARCHAR : participations, participants_distincts…
-- returns n_sujets BIGINT : actions et événements que le total d'aucune année ne compte
SELECT coalesce(sum(n_renseignes), 0)::BIGINT AS n_sujets FROM totaux_personnes
WHERE niveau = $niveau AND territoire = $territoire AND grandeur = $grandeur AND annee IS NULL
