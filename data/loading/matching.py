"""What a file says in words and the store holds under an identifier: matched, never assumed."""

from pathlib import Path

from data import store
from data.importers.tableaux.links import STORED, Named
from data.store import Connection

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
    """Match the actions that budgets name by their titles; other formats have nothing to match."""
    if format_name != "budgets":
        return
    root.execute(_TITLES)
    for table in ("budgets", "constats"):
        root.execute(_name_actions(table))
    root.execute(_EXERCICES)


def stored_names(path: Path, replaced: str | None, target: str) -> list[Named]:
    """What a store holds of what cells may name, the source being replaced left out; nothing when there is no store."""
    if target not in STORED or not store.exists(path):
        return []
    rows = store.ask_facts(path, f"{STORED[target]} WHERE source IS DISTINCT FROM ?", [replaced])
    return [Named(*row) for row in rows]


def confirmed_columns(path: Path, digest: str) -> dict[str, str]:
    """Column → field of the last mapping that a person confirmed for a header of this digest."""
    if not store.exists(path):
        return {}
    sql = """
        SELECT colonne, champ FROM correspondances JOIN sources USING (source)
        WHERE empreinte = ? AND etat = 'active'
        QUALIFY chargee_le = max(chargee_le) OVER ()
    """
    return dict(store.ask_facts(path, sql, [digest]))


def _name_actions(table: str) -> str:
    return (
        f"UPDATE arrivee.{table} SET sujet_id = titres.action_id FROM titres "
        "WHERE titres.cle = lower(strip_accents(trim(sujet_id))) "
        "AND sujet_id NOT IN (SELECT action_id FROM tout.actions)"
    )
