"""The rules that stand between a count and a value, on arrays."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from queries import statistics
from queries.copy.indicators import catalogue
from queries.copy.indicators.catalogue import Indicator
from queries.copy.indicators.rules import judge

HELD = {indicator.id: indicator for indicator in catalogue.load().indicators}


def told(indicator: Indicator, **columns: Any) -> dict[str, Any]:
    """What is judged of one row, complete and large enough unless said otherwise."""
    row: dict[str, Any] = {
        "numerateur": 20.0,
        "denominateur": 50.0,
        "n": 50.0,
        "n_renseignes": 90.0,
        "n_total": 100.0,
        "reference": np.nan,
        "variance": np.nan,
        "au_moins": np.nan,
        "au_plus": np.nan,
        "secret": False,
        "annee_en_cours": False,
        "reportee": False,
        "territoire_entier": True,
        "lissage": -1,
        "seul": False,
    } | columns
    rows = {name: np.atleast_1d(np.asarray(value)) for name, value in row.items()}
    size = max(len(column) for column in rows.values())
    rows = {name: np.resize(column, size) for name, column in rows.items()}
    found = judge(rows | {"rang": np.full(size, indicator.rang)}, [indicator])
    return {name: column[0] if size == 1 else column for name, column in found.items()}


@pytest.mark.parametrize(
    ("columns", "motif", "status"),
    [
        ({}, "", "ok"),
        ({"annee_en_cours": True}, "provisoire", "p"),
        ({"reportee": True}, "provisoire", "p"),
        ({"secret": True, "numerateur": np.nan}, "secret", "s"),
        ({"n_renseignes": np.nan, "n_total": np.nan, "numerateur": np.nan}, "rien", "nd"),
        ({"n_renseignes": 0.0}, "vide", "nd"),
        ({"numerateur": np.nan}, "sans_valeur", "nd"),
        ({"denominateur": np.nan}, "denominateur", "nd"),
        ({"denominateur": 0.0, "numerateur": 0.0}, "nul", "///"),
        # A gap with others where there is none: whatever is known, and whatever is not.
        ({"seul": True}, "seul", "///"),
        ({"seul": True, "n_renseignes": np.nan, "n_total": np.nan, "denominateur": np.nan}, "seul", "///"),
        ({"numerateur": 51.0}, "incoherent", "nd"),
        ({"n_total": np.nan}, "couverture_inconnue", "ns"),
        ({"n_renseignes": 69.0}, "couverture", "ns"),
        ({"n_renseignes": 70.0}, "", "ok"),
        ({"n": 9.0}, "petit", "ns"),
        ({"n": 10.0}, "", "ok"),
        # What hides a value comes before what makes it provisional.
        ({"n": 9.0, "annee_en_cours": True}, "petit", "ns"),
    ],
)
def test_statuses_of_a_proportion(columns: dict[str, Any], motif: str, status: str) -> None:
    found = told(HELD["A1"], **columns)
    assert (found["motif"], found["statut"]) == (motif, status)
    assert np.isnan(found["valeur"]) == (status not in ("ok", "p"))


def test_amounts_need_five_actions_in_a_territory_and_sixty_percent() -> None:
    assert told(HELD["F1"], n=4.0)["motif"] == "petit"
    assert told(HELD["F1"], n=4.0, territoire_entier=False)["motif"] == ""
    assert told(HELD["F1"], n=5.0, n_renseignes=59.0)["motif"] == "couverture"
    assert told(HELD["F1"], n=5.0, n_renseignes=60.0)["motif"] == ""


@pytest.mark.parametrize(
    ("indicator", "columns", "value"),
    [
        ("A1", {}, 40),
        ("A2", {}, 400),
        ("C2", {"reference": 27.5}, 12.5),
        ("C4", {}, 0.4),
        ("D2", {}, 20),
        ("E3", {"denominateur": np.nan}, 20),
        # NHS England, distance from target 2013/14, Eastern Cheshire: 219 307 for 237 285, −7.58 %.
        ("F6", {"numerateur": 219307.0, "denominateur": 237285.0}, -7.58),
    ],
)
def test_each_way_to_compute(indicator: str, columns: dict[str, Any], value: float) -> None:
    assert told(HELD[indicator], **columns)["valeur"] == pytest.approx(value, abs=0.005)


def test_intervals_follow_what_is_counted() -> None:
    # Published (PHEindicatormethods): 65 of 100 → .552544 to .736358; 20 → 12.211429 to 30.889880.
    wilson = told(HELD["A1"], numerateur=65.0, denominateur=100.0)
    assert (wilson["bas"], wilson["haut"]) == (pytest.approx(55.2544, abs=1e-4), pytest.approx(73.6358, abs=1e-4))
    poisson = told(HELD["D3"], denominateur=10000.0)
    assert (poisson["bas"], poisson["haut"]) == (pytest.approx(12.211429), pytest.approx(30.889880))
    # 65 communes of 100 without action: the limits of their share, in communes.
    communes = told(HELD["D2"], numerateur=65.0, denominateur=100.0)
    assert (communes["bas"], communes["haut"]) == (pytest.approx(wilson["bas"]), pytest.approx(wilson["haut"]))
    gap = told(HELD["C2"], numerateur=65.0, denominateur=100.0, reference=60.0)
    assert (gap["bas"], gap["haut"]) == (pytest.approx(wilson["bas"] - 60), pytest.approx(wilson["haut"] - 60))
    for clustered in ("A2", "C4", "F1", "G2"):
        assert np.isnan(told(HELD[clustered])["bas"]), clustered


def test_greenwood_is_that_of_the_survival_curve() -> None:
    lengths, ended = (
        [100.0] * 5 + [180.0] * 2 + [268.0] * 5 + [366.0] * 8,
        [True] * 5 + [False] * 2 + [True] * 5 + [False] * 8,
    )
    share, variance, low, high = statistics.kaplan_meier(lengths, ended).at(365)
    found = told(HELD["G1"], numerateur=20 * share, denominateur=20.0, n=20.0, variance=1e4 * variance)
    assert found["valeur"] == pytest.approx(100 * share)
    assert (found["bas"], found["haut"]) == (pytest.approx(100 * low), pytest.approx(100 * high))


def test_smoothing_stays_within_its_group_and_its_shown_rows() -> None:
    counts, people = np.array([1.0, 4.0, 30.0, 2.0]), np.array([100.0, 900.0, 20000.0, 300.0])
    found = told(HELD["D3"], numerateur=counts, denominateur=people, lissage=[1, 1, 1, 2])
    expected = 10000 * statistics.smoothed_rates(counts[:3], people[:3])
    assert found["lisse"][:3] == pytest.approx(expected)
    assert found["lisse"][3] == pytest.approx(10000 * 2 / 300)
    hidden = told(
        HELD["D3"], numerateur=counts, denominateur=people, lissage=[1, 1, 1, 1], n_renseignes=[90, 90, 90, 10]
    )
    assert np.isnan(hidden["lisse"][3])
    assert hidden["lisse"][:3] == pytest.approx(expected)


def test_a_count_has_the_limits_of_its_own_law() -> None:
    # Published (PHEindicatormethods): 5 → 1.623486 to 11.668332.
    found = told(replace(HELD["D2"], intervalle="poisson"), numerateur=5.0)
    assert (found["bas"], found["haut"]) == (pytest.approx(1.623486, abs=1e-6), pytest.approx(11.668332, abs=1e-6))
