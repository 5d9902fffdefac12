"""The figures of a closed session, looked at by ``?seance=…`` on every page: which they are, and the way back."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.frame import cached, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Closing, Dataset, Scope
from data.actors import Actor
from data.batch import RefusedError
from data.committee.known import Closed
from queries.copy.reading import Copy
from queries.copy.secrecy import rules
from queries.sessions import kept
from queries.sessions import since as changes
from queries.sessions.since import Since

KEY = "seance"
# Pages where people write: they show and change the store as it is.
WRITING = {"Données", "Saisie"}


class NotClosedError(RefusedError):
    """A session that keeps no figures: what it is (``title``), why and what to do, the ``way`` to it."""

    def __init__(self, title: str, reason: str, way: tuple[str, str, str]) -> None:
        super().__init__(reason)
        self.title, self.way = title, way


def looked_at(dataset: Dataset, actor: Actor, seance_id: str | None) -> Scope:
    """A dataset as it is today, or on the figures of a closed session; RefusedError (French) where none can be read."""
    today = Scope(dataset, cached.copy_of(dataset, actor), actor=actor)
    if not seance_id:
        return today
    found = next((row for row in cached.rows(today, "seances_closes") if row["seance_id"] == seance_id), None)
    if found is None:
        raise _not_closed(today, seance_id)
    then = replace(today, copy=_copy(today, found))
    return replace(then, closing=_closing(_named(found, then), then.copy))


def _named(row: Row, then: Scope) -> Row:
    """The same row, its session named as the kept figures know it where its source was undone since."""
    if row["instance"] is not None:
        return row
    known = cached.rows(then, "dossier_seances", departement=None, seance=row["seance_id"])
    return {**row, **{key: known[0][key] for key in ("instance", "tenue_le", "precision")}} if known else row


def _not_closed(today: Scope, seance_id: str) -> NotClosedError:
    """Why there are no figures of that session: it is not closed, or nobody knows it."""
    held = next(iter(cached.rows(today, "seances", seance=seance_id)), None)
    if held is None:
        return NotClosedError(
            "Séance inconnue.",
            f"Aucune séance de ce jeu de données ne porte l'identifiant « {seance_id[:80]} » : l'adresse est mal "
            "recopiée, ou ce qui disait cette séance a été annulé depuis. Choisissez-la dans la liste des séances.",
            (today.href("seances"), "Séances", "toutes celles que l'on connaît"),
        )
    return NotClosedError(
        "Cette séance n'est pas close.",
        f"{held['instance']}, {wording.held(held['tenue_le'], held['precision'])} : elle ne garde pas de chiffres, ou "
        "sa clôture a été annulée. Ceux d'aujourd'hui se lisent sans elle ; sa page permet de la clore, avec le rôle "
        "« contribution ».",
        (today.href("seances", id=seance_id), "La page de cette séance", ""),
    )


def _copy(today: Scope, row: Row) -> Copy:
    """The copy that keeps the figures of a row of « seances_closes »; RefusedError where it cannot be read."""
    closed = of_row(row)
    copy = kept.copy_of(today.dataset.path, closed, today.actor)
    if not cached.kept(today, "seance_lisible", (copy.key,), lambda: kept.readable(copy, today.copy)):
        raise kept.lost(today.dataset.path, closed)
    return copy


def of_row(row: Row) -> Closed:
    """A row of « seances_closes » as ``queries.sessions`` takes it."""
    numbers: Any = row["instantane"]
    return Closed(
        row["seance_id"],
        int(numbers),
        row["identite"],
        row["regles"],
        row["chiffres"],
        row["chiffres_complets"],
        date.fromisoformat(row["arretee_le"]),
        row["fonction"],
        row["source"],
    )


def _closing(row: Row, copy: Copy) -> Closing:
    said = kept.manifest(copy.path, copy.kept)
    return Closing(
        row["seance_id"],
        f"{row['instance']}, {wording.held(row['tenue_le'], row['precision'])}",
        date.fromisoformat(row["arretee_le"]),
        said.remade if said else None,
        said.differs if said else (),
    )


def today_of(scope: Scope) -> Scope:
    """The scope without its session: today's figures for the same place and years."""
    return replace(scope, copy=cached.copy_of(scope.dataset, scope.actor), closing=None)


def thresholds(scope: Scope) -> Path:
    """The file of the thresholds of secrecy that these figures were made with."""
    return kept.rules_folder(scope.copy) / rules.SETTINGS.name if scope.closing else rules.SETTINGS


def since(scope: Scope) -> Since:
    """What changed between the closed session that is looked at and today."""
    return _changed(scope.copy, today_of(scope))


def since_session(scope: Scope, seance_id: str) -> Since | None:
    """What changed between a session that was closed when these figures were made, and them; None of another session.

    RefusedError where what it keeps cannot be read any more.
    """
    row = next((row for row in cached.rows(scope, "seances_closes") if row["seance_id"] == seance_id), None)
    return None if row is None else _changed(_copy(today_of(scope), row), scope)


def _changed(earlier: Copy, later: Scope) -> Since:
    bare = Scope(later.dataset, later.copy)
    return cached.kept(bare, "depuis_la_seance", (earlier.key,), lambda: changes.since(earlier, later.copy))
