"""What a load says in words and the store holds under an identifier: matched in the staging area, never assumed.

A SIRET or an RNA number is an identity; a name alone is only proposed.
"""

from data.store import Connection

_BY_IDENTITY = """
UPDATE arrivee.subventions SET structure_id = connues.structure_id
FROM (
    SELECT siret AS cle, min(structure_id) AS structure_id FROM tout.structures WHERE siret IS NOT NULL
    GROUP BY siret HAVING count(DISTINCT structure_id) = 1
    UNION ALL
    SELECT rna, min(structure_id) FROM tout.structures WHERE rna IS NOT NULL
    GROUP BY rna HAVING count(DISTINCT structure_id) = 1
) AS connues
WHERE connues.cle IN (beneficiaire_siret, beneficiaire_rna)
"""
_BY_NAME = """
UPDATE arrivee.subventions SET structure_proposee = connues.structure_id
FROM (
    SELECT lower(strip_accents(trim(nom))) AS cle, min(structure_id) AS structure_id FROM tout.structures
    GROUP BY ALL HAVING count(DISTINCT structure_id) = 1
) AS connues
WHERE connues.cle = lower(strip_accents(trim(beneficiaire))) AND subventions.structure_id IS NULL
"""
# A title names an action when one action alone bears it.
_TITLES = """
CREATE OR REPLACE TEMP TABLE titres AS
SELECT lower(strip_accents(trim(titre))) AS cle, min(action_id) AS action_id FROM tout.actions
GROUP BY ALL HAVING count(DISTINCT action_id) = 1
"""
_EXERCICES = """
INSERT INTO arrivee.constats
SELECT 'action', sujet_id, 'argent', 'exercice_du_budget',
       'Le budget porte sur l''exercice ' || exercice || ', l''action s''est tenue en ' || annee
       || CASE WHEN fin > annee THEN ' à ' || fin ELSE '' END || '.',
       exercice, annee, exercice - annee, budgets.source, budgets.fichier, budgets.ligne
FROM arrivee.budgets
JOIN (SELECT action_id, year(date_debut) AS annee, coalesce(year(date_fin), 9999) AS fin FROM tout.actions)
  ON action_id = sujet_id
WHERE budgets.sujet_type = 'action' AND annee IS NOT NULL AND exercice NOT BETWEEN annee AND fin
"""


def fill(root: Connection, format_name: str) -> None:
    """Match what was staged by an importer of files that name things by their words."""
    if format_name == "subventions":
        root.execute(_BY_IDENTITY)
        root.execute(_BY_NAME)
    if format_name == "budgets":
        root.execute(_TITLES)
        for table in ("budgets", "constats"):
            root.execute(_name_actions(table))
        root.execute(_EXERCICES)


def _name_actions(table: str) -> str:
    return (
        f"UPDATE arrivee.{table} SET sujet_id = titres.action_id FROM titres "
        "WHERE titres.cle = lower(strip_accents(trim(sujet_id))) "
        "AND sujet_id NOT IN (SELECT action_id FROM tout.actions)"
    )
