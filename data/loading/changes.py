"""What a load would change in actions that the store already holds."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from data.batch import Reject
from data.free_texts import FREE, LISTED, known
from data.loading.restated import content
from data.store import Connection
from geo.text import fold

# Columns of an action that people compare; lists are compared as one text.
_COMPARED = {
    "statut": "statut",
    "motif_fin": "motif de fin",
    "dimension": "dimension",
    "portee": "portée",
    "date_debut": "date de début",
    "date_fin": "date de fin",
}
_LISTS = {
    "actions_mots_cles": ("mot_cle", "mots clés"),
    "actions_publics": ("public", "publics"),
    "actions_initiateurs": ("initiateur", "initiateurs"),
    "actions_textes": ("texte", "textes"),
    "actions_partenaires": ("partenaire", "partenaires"),
}
# Table → the column that names the action; what they say of it is compared row by row.
_OF_ACTION = {
    **dict.fromkeys((*_LISTS, "actions_lieux"), "action_id"),
    **dict.fromkeys(("mesures", "montants", "financements", "budgets", "constats"), "sujet_id"),
}
_LINES_OF_BUDGETS = "budget_id IN (SELECT budget_id FROM {}.budgets WHERE sujet_type = 'action' AND sujet_id = ?)"


@dataclass
class Comparison:
    """``identical`` are the fiches that the store holds already, word for word.

    ``conflict`` is the French reason not to load, None when the load may go on.
    """

    identical: list[Reject] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    conflict: str | None = None


def compare(root: Connection, document: Collection[str], counted: Collection[str]) -> Comparison:
    """Set the staged actions against those of the store (the replaced source left out).

    Identical ones leave the staging area with all that speaks of them; any that differ make a conflict, to be settled
    with ``--replace``. Those without a digest of the whole, which ``document`` (the sources of the same one) says in
    the same words, are left to ``restated``, row by row. ``counted``: the tables of which a row is a line that people
    count.
    """
    comparison = Comparison()
    if root.execute("SELECT 1 FROM arrivee.actions LIMIT 1").fetchone() is None:
        return comparison
    same = " AND ".join(f'a."{name}" IS NOT DISTINCT FROM m."{name}"' for name in content("actions"))
    common = root.execute(
        f"""
        SELECT a.action_id, a.titre, a.fichier, a.ligne, m.source,
               coalesce(a.empreinte = m.empreinte, false) AS identique,
               coalesce(a.empreinte, m.empreinte) IS NULL AND {same} AS memes_mots
        FROM arrivee.actions a JOIN magasin.actions m USING (action_id)
        WHERE NOT (a.empreinte IS NULL AND list_contains(?, m.source) AND {same})
        ORDER BY a.ligne
        """,
        [sorted(document)],
    ).fetchall()
    differing: set[str] = set()
    known: list[str] = []
    for action_id, title, file, line, source, identical, alike in common:
        if identical or (alike and not _said_apart(root, action_id)):
            reason = f"fiche déjà là, mot pour mot, dans « {source} » : non reprise"
            if identical:
                reason = f"fiche déjà chargée, identique, par la source « {source} »"
            comparison.identical.append(Reject(file, line, "titre", title, reason))
            known.append(action_id)
        else:
            differing.add(source)
            comparison.changes.append(f"modifiée : « {title} » ({', '.join(_differences(root, action_id))})")
    if differing:
        comparison.changes += _added_and_removed(root, differing)
        sources = ", ".join(f"« {source} »" for source in sorted(differing))
        commands = " ou ".join(f"--replace {source}" for source in sorted(differing))
        comparison.conflict = (
            f"d'autres versions de ces fiches sont déjà là, de {sources} ; pour les remplacer, choisissez ce "
            f"chargement dans « Ce fichier remplace un chargement » (au terminal : {commands})"
        )
        return comparison
    for action_id in known:
        comparison.identical += _of_known(root, action_id, counted)
        _unstage(root, action_id)
    return comparison


def _of_known(root: Connection, action_id: str, counted: Collection[str]) -> list[Reject]:
    """The counted lines that go with an action that is there already."""
    reason = "déjà là, avec la fiche dont elle parle"
    asked = [
        f"SELECT fichier, ligne FROM arrivee.{table} WHERE {_about(table)}" for table in _OF_ACTION if table in counted
    ]
    if "lignes_budget" in counted:
        asked.append(f"SELECT fichier, ligne FROM arrivee.lignes_budget WHERE {_LINES_OF_BUDGETS.format('arrivee')}")
    return [
        Reject(file, line, None, None, reason)
        for sql in asked
        for file, line in root.execute(f"{sql} ORDER BY ligne", [action_id]).fetchall()
    ]


def _about(table: str) -> str:
    """SQL of the rows of a table that speak of one action, given as the parameter."""
    column = _OF_ACTION[table]
    return f"{column} = ?" if column == "action_id" else f"sujet_type = 'action' AND {column} = ?"


def _said_apart(root: Connection, action_id: str) -> list[str]:
    """The tables in which what is staged of an action is not what the store says of it, row by row."""
    return [table for table in _OF_ACTION if _apart(root, table, _about(table), action_id)] + (
        ["lignes_budget"] if _apart(root, "lignes_budget", _LINES_OF_BUDGETS, action_id) else []
    )


def _apart(root: Connection, table: str, about: str, action_id: str) -> bool:
    said = ", ".join(f'"{name}"' for name in content(table))
    new, old = (
        Counter(
            root.execute(f"SELECT {said} FROM {schema}.{table} WHERE {about.format(schema)}", [action_id]).fetchall()
        )
        for schema in ("arrivee", "magasin")
    )
    return new != old


def _differences(root: Connection, action_id: str) -> list[str]:
    columns = ", ".join(_COMPARED)
    query = f"SELECT {columns} FROM {{}}.actions WHERE action_id = ?"
    new = root.execute(query.format("arrivee"), [action_id]).fetchone() or ()
    old = root.execute(query.format("magasin"), [action_id]).fetchone() or ()
    found = [
        f"{label} « {_shown(before)} » → « {_shown(after)} »" if _told(column, before, after) else label
        for (column, label), before, after in zip(_COMPARED.items(), old, new, strict=True)
        if before != after
    ]
    for table, (column, label) in _LISTS.items():
        query = f"SELECT {column} FROM {{}}.{table} WHERE action_id = ? ORDER BY 1"
        if (
            root.execute(query.format("arrivee"), [action_id]).fetchall()
            != root.execute(query.format("magasin"), [action_id]).fetchall()
        ):
            found.append(label)
    return found or _other_differences(root, action_id)


def _other_differences(root: Connection, action_id: str) -> list[str]:
    """What differs where nothing that people compare does, the way of writing the title among it."""
    apart = set(_said_apart(root, action_id))
    found = ["lieux"] if "actions_lieux" in apart else []
    if apart - {"actions_lieux"}:
        found.append("quantités ou montants")
    asked = (
        "SELECT a.titre IS DISTINCT FROM m.titre FROM arrivee.actions a JOIN magasin.actions m USING (action_id) "
        "WHERE action_id = ?"
    )
    if any(other for (other,) in root.execute(asked, [action_id]).fetchall()):
        # One action bears both titles: they differ by capitals, accents or spaces only.
        found.append("écriture du titre : majuscules, accents ou espaces")
    return found or ["rien de ce qui est compté ; le reste du texte diffère"]


def _added_and_removed(root: Connection, sources: set[str]) -> list[str]:
    added = root.execute(
        """
        SELECT titre FROM arrivee.actions
        WHERE action_id NOT IN (SELECT action_id FROM magasin.actions) ORDER BY ligne
        """
    ).fetchall()
    removed = root.execute(
        """
        SELECT titre FROM magasin.actions
        WHERE list_contains(?, source) AND action_id NOT IN (SELECT action_id FROM arrivee.actions) ORDER BY titre
        """,
        [sorted(sources)],
    ).fetchall()
    return [f"ajoutée : « {title} »" for (title,) in added] + [
        f"absente du nouveau fichier, donc retirée si vous remplacez l'ancien : « {title} »" for (title,) in removed
    ]


def _told(column: str, *values: object) -> bool:
    """Whether values of a column of actions can be told: whoever loads is not the author of what the store holds."""
    if column in FREE["actions"]:
        return False
    labels = known(LISTED["actions"][column]) if column in LISTED["actions"] else None
    return labels is None or all(value is None or fold(str(value)) in labels for value in values)


def _shown(value: object) -> str:
    return "inconnu" if value is None else str(value)


def _unstage(root: Connection, action_id: str) -> None:
    root.execute(f"DELETE FROM arrivee.lignes_budget WHERE {_LINES_OF_BUDGETS.format('arrivee')}", [action_id])
    for table in _OF_ACTION:
        root.execute(f"DELETE FROM arrivee.{table} WHERE {_about(table)}", [action_id])
    root.execute("DELETE FROM arrivee.actions WHERE action_id = ?", [action_id])
