"""What changed between the figures that a closed session keeps and those of today, or of a later closed session.

Subjects are compared as pages read them, secrecy included: what both copies withhold is the same on both sides.
Definitions are compared as files: the catalogue and the thresholds of that day against those of the later figures.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from data.store import Connection
from queries import moved
from queries.copy import reading
from queries.copy.reading import Copy
from queries.moved import Moves, Published
from queries.sessions import rules
from queries.sessions.kept import rules_folder

# Kind of subject → its identifier, its name, all that is read of it as one text; without where it was read, nor what
# the day of observation alone changes.
_SUBJECTS: Mapping[str, str] = {
    "action": """SELECT action_id, titre, told::VARCHAR FROM (
        SELECT * EXCLUDE (numero, position, etat, situation, source, fichier, ligne) FROM actions_listees) AS told""",
    "evenement": """SELECT evenement_id, nom, told::VARCHAR FROM (
        SELECT * EXCLUDE (n_sources) FROM evenements_listes) AS told""",
    "seance": """SELECT seance_id, coalesce(strftime(tenue_le, '%d/%m/%Y'), seance_id), told::VARCHAR FROM (
        SELECT DISTINCT * EXCLUDE (source, fichier, ligne) FROM seances) AS told""",
    "structure": """SELECT structure_id, nom, told::VARCHAR FROM (
        SELECT DISTINCT * EXCLUDE (source, fichier, ligne) FROM structures) AS told""",
    "decision": "SELECT decision_id, coalesce(intitule, decision_id), told::VARCHAR FROM decisions_dites AS told",
    "cible": """SELECT concat_ws('|', indicateur, code_departement, code_zone, annee_cible),
        concat(indicateur, ' pour ', annee_cible, ', ',
               coalesce('bassin ' || code_zone, 'département ' || code_departement)),
        told::VARCHAR FROM (SELECT * EXCLUDE (source, fichier, ligne) FROM cibles_dites) AS told""",
    "annotation": """SELECT annotation_id, coalesce(texte, annotation_id), told::VARCHAR FROM (
        SELECT * EXCLUDE (source) FROM annotations) AS told""",
}
# What is stated of subjects: (kind, identifier, one text).
_STATED = (
    """SELECT sujet_type, sujet_id, told::VARCHAR FROM (
        SELECT * EXCLUDE (source, fichier, ligne, fait) FROM mesures_publiees) AS told""",
    """SELECT 'seance', seance_id, told::VARCHAR FROM (
        SELECT * EXCLUDE (source, fichier, ligne) FROM presences_publiees) AS told""",
    "SELECT sujet_type, sujet_id, told::VARCHAR FROM plans_financement AS told",
    """SELECT 'seance', seance_id, told::VARCHAR FROM (
        SELECT rang, genre, code, intitule, seance_id FROM seances_points) AS told""",
)
ADDED, WITHDRAWN, CORRECTED = "ajouté", "retiré", "corrigé"
Subject = tuple[str, str]
Texts = dict[Subject, tuple[str, list[str]]]


@dataclass(frozen=True)
class Change:
    """What happened to one subject: ``what`` is ``ADDED``, ``WITHDRAWN`` or ``CORRECTED``; its kind, code and name."""

    what: str
    kind: str
    code: str
    name: str


@dataclass(frozen=True)
class Redefined:
    """A definition that is no longer that of the session: an indicator by its ID, or a file of rules; how (French)."""

    code: str
    how: str


@dataclass(frozen=True)
class Since:
    """All that changed: subjects, definitions, then the main figures that moved."""

    changes: tuple[Change, ...]
    redefined: tuple[Redefined, ...]
    moves: Moves

    def __bool__(self) -> bool:
        moves = self.moves
        return bool(self.changes or self.redefined or moves.figures or moves.verdicts or moves.progress)


def since(kept: Copy, later: Copy) -> Since:
    """What changed from a kept copy to a later one, today's or another that is kept."""
    (before, first), (after, last) = (reading.asked_of(copy, _side) for copy in (kept, later))
    return Since(
        tuple(_changes(before, after)),
        tuple(redefined(*(_rules(copy) for copy in (kept, later)))),
        moved.compared(kept.snapshot, later.snapshot, first, last),
    )


def _rules(copy: Copy) -> dict[str, str]:
    return rules.of_that_day(rules_folder(copy)) if copy.kept else rules.now()


def _side(root: Connection) -> tuple[Texts, Published]:
    found: Texts = {}
    for kind, sql in _SUBJECTS.items():
        for code, name, text in root.execute(sql).fetchall():
            found.setdefault((kind, code), (str(name), []))[1].append(text)
    stated: dict[Subject, list[str]] = defaultdict(list)
    for sql in _STATED:
        for kind, code, text in root.execute(sql).fetchall():
            stated[kind, code].append(text)
    told = {subject: (name, sorted([*texts, *stated.get(subject, ())])) for subject, (name, texts) in found.items()}
    return told, moved.published(root)


def _changes(before: Texts, after: Texts) -> Iterator[Change]:
    for subject in sorted(before.keys() | after.keys()):
        old, new = before.get(subject), after.get(subject)
        if old is None and new is not None:
            yield Change(ADDED, *subject, new[0])
        elif new is None and old is not None:
            yield Change(WITHDRAWN, *subject, old[0])
        elif old is not None and new is not None and old[1] != new[1]:
            yield Change(CORRECTED, *subject, new[0])


def redefined(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Redefined]:
    """The indicators, then the rules, that two sets of rules (path → text) do not say alike."""
    old, new = (_entries(texts) for texts in (before, after))
    for code in sorted(old.keys() | new.keys()):
        if code not in new:
            yield Redefined(code, "n'est plus au catalogue")
        elif code not in old:
            yield Redefined(code, "n'était pas au catalogue")
        elif keys := sorted(key for key in {**old[code], **new[code]} if old[code].get(key) != new[code].get(key)):
            yield Redefined(code, f"change par : {', '.join(keys)}")


def _entries(texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Section of each file of rules → what it says; an indicator with its SQL. A file that is no TOML is one text."""
    found: dict[str, dict[str, Any]] = {}
    for name, text in texts.items():
        stem, _, suffix = name.rpartition("/")[2].rpartition(".")
        if suffix == "sql":
            found.setdefault(stem, {})["calcul (SQL)"] = text
        elif suffix == "toml":
            for section, said in _toml(text).items():
                found.setdefault(section, {}).update(said if isinstance(said, dict) else {section: said})
        else:
            found[name] = {"contenu": text}
    return found


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError:
        return {"illisible": {"contenu": text}}
