-- Quelles structures pourraient n'en faire qu'une, et pourquoi ?
-- param departement VARCHAR facultatif : code du département
-- returns structure_id VARCHAR : identifiant de l'une
-- returns nom VARCHAR : son nom
-- returns n_actions BIGINT : ses actions
-- returns autre_id VARCHAR : identifiant de l'autre
-- returns autre_nom VARCHAR : son nom
-- returns autre_n_actions BIGINT : ses actions
-- returns raisons VARCHAR[] : même SIRET, même RNA, même nom et même commune
WITH dites AS (
    SELECT structure_id, any_value(nom ORDER BY source) AS nom, any_value(code_departement ORDER BY source) AS code_departement,
           list(DISTINCT siret) FILTER (siret IS NOT NULL) AS sirets, list(DISTINCT rna) FILTER (rna IS NOT NULL) AS rnas,
           any_value(code_commune ORDER BY source) AS code_commune
    FROM structures GROUP BY structure_id
),
cles AS (
    SELECT structure_id, 'même SIRET' AS raison, unnest(sirets) AS cle FROM dites
    UNION ALL SELECT structure_id, 'même RNA', unnest(rnas) FROM dites
    UNION ALL
    SELECT structure_id, 'même nom et même commune', regexp_replace(plie(nom), '[^a-z0-9]+', ' ', 'g') || '/' || code_commune
    FROM dites WHERE code_commune IS NOT NULL
),
paires AS (
    SELECT une.structure_id AS une_id, autre.structure_id AS autre_id, list(DISTINCT raison ORDER BY raison DESC) AS raisons
    FROM cles AS une JOIN cles AS autre USING (raison, cle) WHERE une.structure_id < autre.structure_id GROUP BY ALL
),
comptes AS (SELECT structure_id, count(*) AS n FROM actions GROUP BY ALL)
SELECT une_id AS structure_id, une.nom, coalesce(n_une.n, 0) AS n_actions, autre_id, autre.nom AS autre_nom,
       coalesce(n_autre.n, 0) AS autre_n_actions, raisons
FROM paires
JOIN dites AS une ON une.structure_id = une_id
JOIN dites AS autre ON autre.structure_id = autre_id
LEFT JOIN comptes AS n_une ON n_une.structure_id = une_id
LEFT JOIN comptes AS n_autre ON n_autre.structure_id = autre_id
WHERE $departement IS NULL OR une.code_departement = $departement OR autre.code_departement = $departement
ORDER BY une.nom, une_id, autre_id
