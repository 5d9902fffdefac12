"""Progress of every directional indicator, by département and bassin: the table ``indicateurs_progres``.

``verdicts`` says how a verdict is reached, ``targets`` which target sets its baseline, ``progress_words`` how it is
said.
"""

from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data import french
from queries.copy import parts
from queries.copy.indicators import catalogue
from queries.copy.progress import aptitude, cohorts, series, targets, words
from queries.copy.progress.series import Board, Floats, insert
from queries.copy.progress.targets import Target, Targets
from queries.copy.progress.verdicts import NO_OBJECT, Baselines, Judged, Rules, attendance, judge
from queries.copy.script import run

HERE = Path(__file__).parent
TABLES = HERE / "tables.sql"
_FROM_KEYS = ("indicateur", "niveau", "territoire", "nom", "code_departement", "titre", "unite", "sens", "n_compte")
_FROM_JUDGED = {
    "reference_debut": "spans.reference_first",
    "reference_fin": "spans.reference_last",
    "valeur_reference": "reference",
    "provisoire": "provisional",
    "recente_debut": "spans.recent_first",
    "recente_fin": "spans.recent_last",
    "valeur_recente": "recent",
    "par_debut": "by_start",
    "ecart": "gap",
    "ecart_bas": "gap_low",
    "ecart_haut": "gap_high",
    "n_annees": "n_years",
    "premiere_annee": "spans.first",
    "derniere_annee": "spans.last",
    "pente": "course.slope",
    "s_mk": "course.s",
    "p_valeur": "p_value",
    "q_valeur": "q_value",
    "plus_petit_changement": "smallest",
    "changement_plausible": "plausible",
    "verdict": "verdict",
}
_WHOLE = (
    "reference_debut", "reference_fin", "recente_debut", "recente_fin", "annee_cible", "annee", "n_annees",
    "premiere_annee", "derniere_annee",
)  # fmt: skip


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Write ``indicateurs_progres``, ``indicateurs_aptitude`` and ``champs_a_collecter`` into the copy.

    It must hold ``indicateurs``, ``indicateurs_valeurs`` and ``champs_renseignes``. A target that cannot be held to is
    never an error: the series that it is about says why it is left out.
    """
    parts.part((TABLES, *sorted(HERE.glob("*.py")), *catalogue.scripts()), partial(_derive, root))


def _derive(root: duckdb.DuckDBPyConnection) -> None:
    run(root, TABLES)
    rule = root.execute(
        "SELECT tendance_annees_min, reference_annees, changement_plausible, part_prioritaire FROM regles"
    ).fetchone()
    if rule is None:
        return  # The catalogue cannot be read: there is nothing to judge.
    rules = Rules(*rule)
    begun = cohorts.count(root)
    board = series.read(root)
    asked = targets.read(root, board)
    lines = [_stray(target, why) for target, why in asked.strays]
    if len(board):
        judged = judge(
            board, series.overlaps(root, board), cohorts.placed(begun, board), baselines(board, asked), rules
        )
        lines = [*table(board, judged, asked, min_years=rules.min_years), *lines]
        aptitude.derive(root, board, judged, min_years=rules.min_years)
    insert(root, "indicateurs_progres", lines)


def baselines(board: Board, asked: Targets) -> Baselines:
    """What the targets kept ask to compare with, one place a series.

    Reference years without a value, nor one declared, ask nothing: the first usable years stand in, and it is noted.
    """
    first, last, value = (np.full(len(board), np.nan) for _ in range(3))
    for row, target in asked.kept.items():
        value[row] = np.nan if target.reference is None else target.reference
        if target.first is None or target.last is None:
            continue
        there = (board.years >= target.first) & (board.years <= target.last) & board.usable[row]
        if there.any() or target.reference is not None:
            first[row], last[row] = target.first, target.last
        else:
            asked.notes.setdefault(row, []).append(_no_reference(target))
    return Baselines(first, last, value)


def _no_reference(target: Target) -> str:
    years = str(target.first) if target.first == target.last else f"{target.first}-{target.last}"
    return f"la référence de la cible ({years}) n'a pas de valeur : les premières années connues la remplacent"


def table(board: Board, judged: Judged, asked: Targets, *, min_years: int) -> list[dict[str, Any]]:
    """The rows of ``indicateurs_progres``, one a series."""
    columns: dict[str, Any] = {name: board.column(name) for name in _FROM_KEYS}
    columns |= {name: attrgetter(field)(judged) for name, field in _FROM_JUDGED.items()}
    last_cell = np.arange(len(board)), judged.course.last
    for name in ("valeur", "bas", "haut", "au_moins", "au_plus", "n", "n_renseignes", "n_total"):
        columns[name] = np.where(judged.course.last >= 0, board.figures[name][last_cell], np.nan)
    columns |= {
        "annee": np.where(judged.course.last >= 0, board.years[judged.course.last], np.nan),
        "confiance": 100 * (1 - judged.level),
        "erreur": board.column("erreur"),
        "attendance": attendance(board),
        "last_reason": board.reasons,
        "unseen": judged.unseen,
        "couverture_reference": _filled_then(board, judged),
        "notes": [asked.notes.get(row, []) for row in range(len(board))],
        **_target_columns(asked, len(board)),
    }
    frame = pd.DataFrame(columns).astype(object)
    frame = frame.where(frame.notna(), None)
    lines = [dict(zip(columns, line, strict=True)) for line in frame.itertuples(index=False, name=None)]
    for line in lines:
        line |= {name: int(line[name]) for name in (*_WHOLE, "n", "n_renseignes", "n_total") if line[name] is not None}
        line["raison"] = words.reason(line, min_years=min_years)
        line["phrase"] = words.sentence(line)
    return lines


def _filled_then(board: Board, judged: Judged) -> Floats:
    """Share of the facts that were filled in during the years of reference, NaN where unknown."""
    spans = judged.spans
    then = (board.years >= spans.reference_first[:, None]) & (board.years <= spans.reference_last[:, None])
    known, total = (
        np.nansum(np.where(then & board.usable, board.figures[name], 0), axis=1) for name in ("n_renseignes", "n_total")
    )
    return np.asarray(known / np.where(total > 0, total, np.nan))


def _target_columns(asked: Targets, n_series: int) -> dict[str, list[Any]]:
    kept = [asked.kept.get(row) for row in range(n_series)]
    return {
        "annee_cible": [target and target.year for target in kept],
        "valeur_cible": [target and target.value for target in kept],
        "fixee_le": [target and target.set_on for target in kept],
    }


def _stray(target: Target, why: str) -> dict[str, Any]:
    _, level, territory = target.place
    return {
        "indicateur": target.indicator,
        "niveau": level,
        "territoire": territory,
        "code_departement": target.departement,
        "annee_cible": target.year,
        "valeur_cible": target.value,
        "fixee_le": target.set_on,
        "verdict": NO_OBJECT,
        "raison": why,
        "phrase": f"{french.sentence(why)}.",
    }
