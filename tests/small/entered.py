"""A small store of facts that people complete, and the shortest ways to do it."""

from pathlib import Path
from typing import Any

from data import integrity
from data.actors import Actor
from data.entering.forms import ActionForm, Fact, Save
from data.entering.save import Saved, correct
from data.identifiers import action_id
from queries.copy import reading
from tests.small.facts import CENTRE, SMALL, answer, filled
from tests.small.people import KEEPER

JARDINS, CAFE, ATELIER = (
    action_id(title, CENTRE) for title in ("Jardins partagés", "Café des familles", "Atelier d'écriture")
)
SAVE = Save("chargée de mission", "vu au bilan", reviewed=True)


def with_committee(reference_store: Path, folder: Path) -> Path:
    """A store of the small facts and one local committee, in ``folder``."""
    committee = {"instance_id": "comite", "nom": "Comité", "type": "comite_local", "code_departement": "03"}
    rows = {**SMALL, "instances": [{**committee, "code_zone": "032", "precision": "inconnue"}]}
    return filled(reference_store, folder, rows)


def corrected(path: Path, sujet_id: str, save: Save = SAVE, actor: Actor = KEEPER, **said: Any) -> Saved:
    """What correcting these fields of an action did."""
    return correct(actor, path, sujet_id, ActionForm(**said), save)


def fields(path: Path, sujet_id: str, sujet_type: str = "action", snapshot: int | None = None) -> dict[str, list[str]]:
    """Field → values that count, in a copy for readers."""
    with reading.reader(path, snapshot) as root:
        rows = answer(root, "champs_sujet", sujet_type=sujet_type, sujet=sujet_id)
    return {row["champ"]: row["actuelles"] for row in rows}


def asked(path: Path, name: str, **values: Any) -> list[dict[str, Any]]:
    """The answer to a question, in a copy for readers of the newest snapshot."""
    with reading.reader(path) as root:
        return answer(root, name, **values)


def fact_of(path: Path, table: str, where: str) -> Fact:
    """The one statement of a table of the copy that ``where`` names."""
    with reading.reader(path) as root:
        ((sujet_type, sujet_id, fait),) = root.execute(
            f"SELECT sujet_type, sujet_id, fait FROM {table} WHERE {where}"
        ).fetchall()
    return Fact(table, sujet_type, sujet_id, fait)


def newest(path: Path) -> int:
    """The number of the newest snapshot."""
    return integrity.content(path).snapshot


__all__ = ["ATELIER", "CAFE", "JARDINS", "SAVE", "asked", "corrected", "fact_of", "fields", "newest"]
