"""What became of an action, as far as facts tell: it runs, it ended and why, another one took its title after it."""

from collections.abc import Sequence
from datetime import date

from dashboard.directory import directory
from dashboard.frame import cached, wording
from dashboard.frame.markup import EMPTY, Markup, html, link
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope


def after(scope: Scope, actions: Sequence[str]) -> dict[str, Row]:
    """Action → the next one of its structure under the same title (answer to ``suites_action``)."""
    return {row["action_id"]: row for row in cached.rows(scope, "suites_action", actions=tuple(actions))}


def told(row: Row, day: date | None) -> str:
    """« Finie (juillet 2024), raison : financement. », « En cours au 31/12/2025, dernier jour connu. »"""
    state = wording.sentence(directory.state(row, day))
    if row["etat"] != "finie":
        return f"{state}."
    end = wording.day(directory.day(row["date_fin"]), row["date_fin_precision"])
    when = "date inconnue" if end == wording.UNKNOWN else end
    return f"{state} ({when}), {_reason(row)}."


def _reason(row: Row) -> str:
    if row["motif_fin_code"]:
        return f"raison : {directory.MOTIFS[row['motif_fin_code']].lower()}"
    return f"raison, telle qu'écrite : « {row['motif_fin']} »" if row["motif_fin"] else "raison inconnue"


def continued(scope: Scope, after_it: Row | None) -> Markup:
    """That the structure began another action under the same title; the facts say no more than that."""
    if after_it is None:
        return EMPTY
    began = wording.day(directory.day(after_it["suite_debut"]), after_it["suite_debut_precision"])
    way = link(scope.href("fiche", action=after_it["suite_id"]), after_it["suite_titre"])
    return html(" La même structure en a commencé une autre du même titre ({}) : {}.", began, way)
