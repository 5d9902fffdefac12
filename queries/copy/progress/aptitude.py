"""Which indicators can measure progress with what is recorded today, and what to collect first.

Tables ``indicateurs_aptitude`` (one row an indicator and département) and ``champs_a_collecter`` (one a field that
lacks). An indicator stands by its series for the département; where there is none, by that of the bassin where progress
would best be seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from queries.copy.indicators.entry import FIELDS
from queries.copy.indicators.rules import SHOWN
from queries.copy.progress.series import Board, Bools, insert
from queries.copy.progress.verdicts import Judged, room
from queries.copy.progress.words import agreed, of_change
from queries.french import decimals, listed, number, percent

MEASURES, CONTEXT, NOT_YET = "mesure le progrès", "contexte seulement", "pas encore mesurable"
APTITUDES = (MEASURES, CONTEXT, NOT_YET)


@dataclass(frozen=True)
class Field:
    """How far a field is filled in, in one département."""

    name: str
    known: int
    total: int

    @property
    def missing(self) -> int:
        """Records where it lacks."""
        return self.total - self.known

    @property
    def share(self) -> float:
        """Share filled in, 0 to 1; nothing to fill in is nothing filled in."""
        return self.known / self.total if self.total else 0.0

    @property
    def lacks(self) -> str:
        """« « initiative » manque dans 12 fiches sur 40 »."""
        if not self.total:
            return f"« {self.name} » n'est renseigné nulle part"
        count = f"{number(self.missing)} {agreed(FIELDS[self.name], self.missing)}"
        return f"« {self.name} » manque dans {count} sur {number(self.total)}"


def derive(root: duckdb.DuckDBPyConnection, board: Board, judged: Judged, *, min_years: int) -> None:
    """Fill ``indicateurs_aptitude`` and ``champs_a_collecter``, from ``indicateurs`` and ``champs_renseignes``."""
    fields = _fields(root)
    rows = []
    for (departement, indicator), facts in _facts(root, board, judged).items():
        rows.append(
            _apt(facts, fields.get((departement, indicator), []), min_years) | {"code_departement": departement}
        )
    insert(root, "indicateurs_aptitude", rows)
    collected = [
        line
        for departement in sorted({row["code_departement"] for row in rows})
        for line in _collect(rows, departement)
    ]
    insert(root, "champs_a_collecter", collected)


def _fields(root: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Field]]:
    """Fields of each (département, indicator), in the order of the catalogue."""
    found: dict[tuple[str, str], list[Field]] = {}
    rows = root.execute(
        """
        SELECT code_departement, indicateur, champ, n_renseignes, n_total
        FROM champs_renseignes JOIN indicateurs ON id = indicateur
        ORDER BY code_departement, rang, list_position(champs, champ)
        """
    ).fetchall()
    for departement, indicator, name, known, total in rows:
        found.setdefault((departement, indicator), []).append(Field(name, known, total))
    return found


def _facts(root: duckdb.DuckDBPyConnection, board: Board, judged: Judged) -> dict[tuple[str, str], dict[str, Any]]:
    """What each (département, indicator) stands by: its catalogue entry, the figures of one series."""
    answer = root.execute("SELECT * FROM indicateurs ORDER BY rang")
    names = [name for name, *_ in answer.description or []]
    records = [dict(zip(names, line, strict=True)) for line in answer.fetchall()]
    elsewhere = _other_levels(root)
    for_the_better = judged.smallest <= np.fmin(room(board, judged.reference, better=True), judged.plausible)
    series = _representatives(board, for_the_better)
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    for departement in sorted(set(board.column("code_departement"))):
        for entry in records:
            key = (departement, entry["id"])
            row = series.get(key)
            figures = (
                elsewhere.get(key, {"n_annees": 0})
                if row is None
                else _figures(board, judged, row) | {"progres_possible": bool(for_the_better[row])}
            )
            facts[key] = {**entry, "indicateur": entry["id"], **figures}
    return facts


def _representatives(board: Board, for_the_better: Bools) -> dict[tuple[str, str], int]:
    """The series of each (département, indicator): its own, else that of the bassin where progress is best seen."""
    count = board.usable.sum(axis=1)
    known = np.where(board.usable, np.nan_to_num(board.figures["n"]), 0.0).sum(axis=1)
    whole = board.column("niveau") == "departement"
    order = np.lexsort((-known, -count, ~for_the_better, ~(whole & (count > 0))))
    found: dict[tuple[str, str], int] = {}
    departement, indicator = board.column("code_departement"), board.column("indicateur")
    for row in order:
        found.setdefault((departement[row], indicator[row]), int(row))
    return found


def _figures(board: Board, judged: Judged, row: int) -> dict[str, Any]:
    last = int(judged.course.last[row])
    last_figures = {name: board.figures[name][row, last] if last >= 0 else np.nan for name in board.figures}
    counted = np.flatnonzero(np.isfinite(board.figures["n_total"][row]))
    year = last if last >= 0 else int(counted[-1]) if len(counted) else -1
    filled = {name: board.figures[name][row, year] if year >= 0 else np.nan for name in ("n_renseignes", "n_total")}
    known = {name: None if np.isnan(value) else int(value) for name, value in filled.items()}
    return {
        **known,
        "demi_largeur": _none((last_figures["haut"] - last_figures["bas"]) / 2),
        "plus_petit_changement": _none(judged.smallest[row]),
        "changement_plausible": _none(judged.plausible[row]),
        "n_annees": int(judged.n_years[row]),
        "last_reason": board.reasons[row],
    }


def _none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _other_levels(root: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, Any]]:
    """The same for indicators of structures or actions alone: years that have a value, how many of them do."""
    rows = root.execute(
        """
        SELECT code_departement, indicateur, count(DISTINCT annee) FILTER (list_contains($shown, statut)),
               count(*) FILTER (list_contains($shown, statut)), count(*)
        FROM indicateurs_valeurs WHERE niveau IN ('structure', 'action') AND code_departement IS NOT NULL GROUP BY ALL
        """,
        {"shown": list(SHOWN)},
    ).fetchall()
    return {
        (departement, indicator): {"n_annees": years, "n_renseignes": known, "n_total": total}
        for departement, indicator, years, known, total in rows
    }


def _apt(facts: Mapping[str, Any], fields: Sequence[Field], min_years: int) -> dict[str, Any]:
    """The row of one indicator in one département."""
    verdict, why, lacking = _verdict(facts, fields, min_years)
    known, total = facts.get("n_renseignes"), facts.get("n_total")
    least = min(lacking, key=lambda field: field.share, default=None)
    row = {
        "indicateur": facts["indicateur"],
        "titre": facts["titre"],
        "n_renseignes": known,
        "n_total": total,
        "couverture": known / total if known is not None and total else None,
        "demi_largeur": facts.get("demi_largeur"),
        "plus_petit_changement": facts.get("plus_petit_changement"),
        "changement_plausible": facts.get("changement_plausible"),
        "n_annees": facts["n_annees"],
        "verdict": verdict,
        "champ_manquant": least and least.name,
        "n_fiches_manquantes": least and least.missing,
        "lacking": lacking,
    }
    return row | {"phrase": _sentence(row, facts["unite"], least.lacks if least else why)}


def _verdict(facts: Mapping[str, Any], fields: Sequence[Field], min_years: int) -> tuple[str, str | None, list[Field]]:
    """(verdict, why in French, fields that lack): those which too few records give for a value to be shown."""
    if facts["erreur"]:
        return NOT_YET, "son calcul échoue", []
    if not facts["n_annees"]:
        return NOT_YET, facts.get("last_reason") or "aucun fait enregistré", _lacking(facts, fields)
    if facts["sens"] == "neutre":
        return CONTEXT, "ni la hausse ni la baisse n'est un progrès en soi", []
    if facts["calcul"] == "taux" and facts["intervalle"] == "aucun":
        return CONTEXT, "les présences viennent par groupes, sans test possible", []
    if facts["n_annees"] < min_years:
        years = f"{facts['n_annees']} {agreed('années utilisables', facts['n_annees'])}, il en faut {min_years}"
        return NOT_YET, years, _lacking(facts, fields)
    if not facts["progres_possible"]:
        return CONTEXT, "aucun progrès plausible ne se verrait avec ces données", []
    return MEASURES, None, []


def _lacking(facts: Mapping[str, Any], fields: Sequence[Field]) -> list[Field]:
    """Fields filled in too rarely; the rarest one when only together they are. One that nothing lacks is not."""
    least = facts["couverture_min"]
    lacking = [field for field in fields if 100 * field.share < max(least, 1)]
    covered = 100 * (facts.get("n_renseignes") or 0) >= least * (facts.get("n_total") or 0)
    if lacking or covered:
        return lacking
    short = [field for field in fields if field.share < 1]
    return [min(short, key=lambda field: field.share)] if short else []


def _sentence(row: Mapping[str, Any], unit: str, why: str | None) -> str:
    parts = [row["verdict"] if why is None else f"{row['verdict']} : {why}"]
    if row["verdict"] != NOT_YET:
        if row["couverture"] is not None:
            parts.append(f"{percent(row['couverture'])} renseigné")
        points = of_change(unit)
        for name, text in (("demi_largeur", "à ± {} près"), ("plus_petit_changement", "un écart de {} se verrait")):
            if row[name] is not None:
                written = number(row[name], decimals(unit, row[name]))
                parts.append(text.format(f"{written} {agreed(points, row[name])}"))
        parts.append(f"{row['n_annees']} {agreed('années', row['n_annees'])}")
    return f"{row['titre']} : {' ; '.join(parts)}."


def _collect(rows: Sequence[Mapping[str, Any]], departement: str) -> list[dict[str, Any]]:
    """Fields that lack in one département, first those that alone would open the most indicators."""
    needing: dict[str, list[Mapping[str, Any]]] = {}
    fields: dict[str, Field] = {}
    for row in rows:
        for field in row["lacking"] if row["code_departement"] == departement else ():
            needing.setdefault(field.name, []).append(row)
            fields[field.name] = field
    alone = {name: [row for row in helped if len(row["lacking"]) == 1] for name, helped in needing.items()}
    order = sorted(needing, key=lambda name: (-len(alone[name]), -len(needing[name]), fields[name].missing, name))
    return [
        {
            "code_departement": departement,
            "champ": name,
            "n_manquants": fields[name].missing,
            "n_total": fields[name].total,
            "n_indicateurs": len(needing[name]),
            "indicateurs": [row["indicateur"] for row in needing[name]],
            "phrase": _advice(fields[name], alone[name], [row for row in needing[name] if row not in alone[name]]),
            "rang": rank,
        }
        for rank, name in enumerate(order, start=1)
    ]


def _advice(field: Field, alone: Sequence[Mapping[str, Any]], partly: Sequence[Mapping[str, Any]]) -> str:
    titles, others = ([f"« {row['titre']} »" for row in rows] for rows in (alone, partly))
    lacks = f"{field.lacks} : "
    if not titles:
        return f"{lacks}le renseigner aiderait {listed(others)}, avec d'autres champs."
    more = f", et aiderait {listed(others)}, avec d'autres champs" if others else ""
    return f"{lacks}le renseigner ouvrirait {listed(titles)}{more}."
