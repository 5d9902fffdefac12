"""Actions counted once, in the year when they begin: what the verdict of some indicators rests on.

An action that lasts says the same thing every year. Counted by its start it says it once: two years share nothing, and
what changes shows without waiting for older actions to end. Where the catalogue says ``test = "debuts"``, the SQL of
the indicator is run on ``actions_annees`` of which each action keeps its first year alone, structure by structure: the
same formula, and what the habits of structures add to chance.
"""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from queries.copy.indicators.catalogue import SQL_FOLDER
from queries.copy.indicators.entry import BY_START
from queries.copy.progress.series import Board, Floats

_SEPARATOR = "\x1f"
_FAILS = "le calcul par débuts échoue"
_COUNTS = {"num": "numerateur", "den": "denominateur", "known": "n_renseignes", "total": "n_total"}
_COLUMNS = ["niveau", "territoire", "annee", *_COUNTS.values(), "secret"]
# It hides the table of that name for as long as it is there: an indicator's own SQL then counts another thing.
_CUT = """
CREATE TEMP TABLE actions_annees AS
SELECT sujet_id AS action_id, niveau,
       sujets_territoires.territoire || chr(31) || any_value(structure_id) AS territoire,
       min(annee_debut) AS annee, any_value(part) AS part
FROM sujets_territoires JOIN actions ON action_id = sujet_id
WHERE sujet_type = 'action' AND niveau IN ('departement', 'bassin') AND annee_debut IS NOT NULL
GROUP BY sujet_id, niveau, sujets_territoires.territoire
"""
_FEWEST_STRUCTURES = 5


@dataclass(frozen=True)
class Cohorts:
    """``counts``: one row a series, structure and year: num, den, known, total; ``row`` is the series' place."""

    counts: pd.DataFrame

    def grids(self, board: Board) -> dict[str, Floats]:
        """The same by series and year, (series, years) each, zero where nothing begins."""
        grids = {}
        for name in _COUNTS:
            grids[name] = np.zeros((len(board), len(board.years)))
            np.add.at(grids[name], (self.counts["row"], self.counts["year"]), self.counts[name])
        return grids

    def habits(self, board: Board, windows: Floats) -> tuple[Floats, Floats]:
        """(φ, degrees of freedom) of each series: how much more than actions drawn one by one its windows move.

        ``windows``, (series, years): −1 for a year of reference, 1 for a recent one. What a structure weighs in the
        difference is one term, whatever its actions have in common: the sum of their squares over the binomial
        variance (linearised ratio estimator; Cochran, Sampling Techniques, 1977, chapter 11). Each window has a mean
        of its own, so that no change enters. It is that of the whole département, whose structures are the most.
        """
        phi, freedom = np.ones(len(board)), np.ones(len(board))
        whole = {
            (indicator, departement): row
            for row, (indicator, departement, level) in enumerate(
                zip(*(board.column(name) for name in ("indicateur", "code_departement", "niveau")), strict=True)
            )
            if level == "departement"
        }
        by_row = dict(list(self.counts.groupby("row")))
        for (indicator, departement), row in whole.items():
            if row in by_row:
                same = (board.column("indicateur") == indicator) & (board.column("code_departement") == departement)
                phi[same], freedom[same] = _design_effect(by_row[row], windows[row])
        return phi, freedom


def _design_effect(counts: pd.DataFrame, window: Floats) -> tuple[float, float]:
    side = window[counts["year"]]
    _, structure = np.unique(counts["structure"], return_inverse=True)
    weighed, variance, sizes = np.zeros(structure.max() + 1), 0.0, np.zeros(structure.max() + 1)
    for sign in (-1, 1):
        num, den = (np.where(side == sign, counts[name], 0.0) for name in ("num", "den"))
        if not den.sum():
            return 1.0, 1.0
        share = num.sum() / den.sum()
        weighed += sign * np.bincount(structure, (num - share * den) / den.sum())
        variance += share * (1 - share) / den.sum()
        sizes += np.bincount(structure, den)
    effective = sizes.sum() ** 2 / (sizes**2).sum()
    if effective < _FEWEST_STRUCTURES or variance == 0:
        return 1.0, 1.0
    return float((weighed**2).sum() / variance * effective / (effective - 1)), float(effective - 1)


def count(root: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What the SQL of every indicator that is tested by start returns on the cut table.

    One that fails there has its ``erreur`` in ``indicateurs``, as when it fails on the whole one.
    """
    # A copy that begins from an earlier one may hold what failed there.
    root.execute("UPDATE indicateurs SET erreur = NULL WHERE contains(erreur, ?)", [_FAILS])
    wanted = root.execute("SELECT id, sql FROM indicateurs WHERE test = ? AND erreur IS NULL", [BY_START]).fetchall()
    found = [pd.DataFrame(columns=["indicateur", *_COLUMNS])]
    root.execute(_CUT)
    try:
        for indicator, sql in wanted:
            try:
                found.append(root.execute(sql).fetch_df()[_COLUMNS].assign(indicateur=indicator))
            except duckdb.Error as error:
                said = f"{SQL_FOLDER}/{indicator}.sql : {_FAILS} ({str(error).splitlines()[0]})."
                root.execute("UPDATE indicateurs SET erreur = ? WHERE id = ?", [said, indicator])
    finally:
        root.execute("DROP TABLE temp.actions_annees")
    return pd.concat(found, ignore_index=True)


def placed(rows: pd.DataFrame, board: Board) -> Cohorts:
    """The same by series and year of the board; what is withheld, or not of a structure, is left out."""
    parts = rows["territoire"].astype(str).str.split(_SEPARATOR, n=1, expand=True).reindex(columns=[0, 1])
    place = pd.MultiIndex.from_frame(board.keys[["indicateur", "niveau", "territoire"]])
    asked = pd.MultiIndex.from_arrays([rows["indicateur"], rows["niveau"], parts[0]])
    first = board.years[0] if len(board.years) else 0
    counts = pd.DataFrame({
        "row": place.get_indexer(asked),
        "year": rows["annee"].to_numpy(dtype=np.int64) - first,
        "structure": parts[1],
        **{name: rows[column].fillna(0).to_numpy(dtype=float) for name, column in _COUNTS.items()},
    })  # fmt: skip
    inside = (counts["row"] >= 0) & counts["year"].between(0, len(board.years) - 1)
    return Cohorts(counts[inside & counts["structure"].notna() & ~rows["secret"].fillna(False).astype(bool)])
