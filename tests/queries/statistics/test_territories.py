"""Funnels, smoothing, inequality and survival, against what others published (the files of tests/published/).

``auckland.csv`` and ``huddersfield.csv``: infant deaths of Bailey and Gatrell and dental caries, from the R package
spData (CC0). ``sids.csv``: sudden infant deaths in North Carolina, from PySAL's ``sids2`` (public domain).
"""

import numpy as np
import pandas as pd
import pytest

from queries import statistics as st
from tests import PUBLISHED


def test_rates_of_auckland_are_smoothed_as_by_spdep() -> None:
    table = pd.read_csv(PUBLISHED / "auckland.csv")
    n, x = table["M77_85"].to_numpy(float), 9 * table["Und5_81"].to_numpy(float)
    smoothed = st.smoothed_rates(n, x)
    # spdep's documentation of EBest: a = 7.284173e-07, b = 0.002633436; the formula then gives each rate.
    a, b = 7.284173e-07, 0.002633436
    assert len(table) == 167
    assert smoothed == pytest.approx(b + a * (n / x - b) / (a + b / x), rel=1e-6)


def test_rates_of_north_carolina_are_smoothed_as_by_pysal() -> None:
    table = pd.read_csv(PUBLISHED / "sids.csv")
    smoothed = st.smoothed_rates(table["SID74"], table["BIR74"])
    # esda, test_smoothing.py.
    assert smoothed[:5] == pytest.approx([0.0016973, 0.0017054, 0.0017731, 0.0020129, 0.0035349], abs=5e-8)


def test_proportions_of_huddersfield_are_smoothed_as_by_spdep() -> None:
    table = pd.read_csv(PUBLISHED / "huddersfield.csv")
    smoothed = 100 * st.smoothed_proportions(table["cases"], table["total"])
    # spdep's documentation of EBest(family = "binomial"), rows 1 to 10 and 59.
    published = [34.44, 29.56, 28.94, 28.93, 30.72, 30.43, 31.85, 35.93, 28.95, 29.95]
    assert smoothed[:10] == pytest.approx(published, abs=0.005)
    assert smoothed[58] == pytest.approx(29.73, abs=0.005)


def test_rates_that_differ_less_than_chance_are_all_the_common_one() -> None:
    # By hand: 2 of 100 everywhere; PySAL, which keeps a < 0, would turn the order round.
    assert st.smoothed_rates([2, 2, 4, 0], [100, 100, 200, 0])[:3] == pytest.approx([0.02, 0.02, 0.02])
    assert st.smoothed_proportions([2, 2, 4], [100, 100, 200]) == pytest.approx([0.02, 0.02, 0.02])


def test_unknown_and_empty_territories_are_left_out() -> None:
    for smooth in (st.smoothed_rates, st.smoothed_proportions):
        assert np.isnan(smooth([1, np.nan, 2, 3], [0, 10, np.nan, 50])[:3]).all()
        assert np.isnan(smooth([np.nan], [10])).all()
    assert st.smoothed_rates([0, 0], [10, 20]).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("n", "low_95", "high_95", "low_998", "high_998"),
    # PHEindicatormethods, testdata_funnel_prop_outputs.csv.
    [
        (2, 25.885383, 100, 0, 100),
        (7, 51.373565, 100, 34.494842, 100),
        (50, 69.691035, 91.593861, 63.375595, 97.909301),
        (1119, 78.327506, 82.957390, 76.992529, 84.292366),
    ],
)
def test_limits_of_a_funnel(n: int, low_95: float, high_95: float, low_998: float, high_998: float) -> None:
    limits = st.proportion_limits(0.80642448, [n], method="normal")
    sides = [limits.low_95, limits.high_95, limits.low_998, limits.high_998]
    assert [100 * float(side[0]) for side in sides] == pytest.approx([low_95, high_95, low_998, high_998], abs=1e-5)


def test_small_territories_have_exact_limits() -> None:
    # By hand, θ = ½ and n = 5: P(0) = 1/32 > 0.025, so that 0 is inside; n = 10: P(0 or 1) = 11/1024 ≤ 0.025 < P(≤ 2).
    assert float(st.proportion_limits(0.5, [5]).low_95[0]) == 0
    assert float(st.proportion_limits(0.5, [10], method="exact").low_95[0]) == 0.2
    mixed, normal = st.proportion_limits(0.5, [9, 10]), st.proportion_limits(0.5, [9, 10], method="normal")
    assert mixed.low_95[1] == normal.low_95[1]
    assert mixed.low_95[0] != normal.low_95[0]


def test_limits_of_counts() -> None:
    # Poisson of mean 4: P(0) = .0183 ≤ .025 < P(≤1) = .0916; P(≤7) = .949, P(≤8) = .979; P(≤10) = .997, P(≤11) = .9991.
    limits = st.count_limits(0.004, [1000, 0])
    sides = [limits.low_95, limits.high_95, limits.low_998, limits.high_998]
    assert [side.tolist() for side in sides] == [[1, 0], [8, 0], [0, 0], [11, 0]]


def test_over_dispersion_brings_the_extremes_back_first() -> None:
    # By hand: 0 to 10, the tenths at 1 and 9: (1 + 1 + 4 + 9 + 16 + 25 + 36 + 49 + 64 + 81 + 81) / 11 = 367/11.
    assert st.over_dispersion([*range(11), np.nan]) == pytest.approx(367 / 11)
    assert np.isnan(st.over_dispersion([]))


def test_limits_are_widened_only_when_dispersion_is_more_than_chance() -> None:
    limits = st.count_limits(0.004, [1000])
    wide = st.widened(limits, 4.0, 12, centre=[4.0])
    # By hand: twice as far from 4: 1 → −2, kept at 0; 8 → 12; 11 → 18.
    assert [float(side[0]) for side in (wide.low_95, wide.high_95, wide.high_998)] == [0, 12, 18]
    assert st.widened(limits, 0.9, 12) is limits
    assert st.widened(limits, 0.95, 30) is limits


def test_theil_between_two_groups() -> None:
    # PySAL inequality, TheilD's own case: all lies between the two groups, ln 2.
    split = st.theil([0, 0, 0, 10, 10, 10], [1, 1, 1, 2, 2, 2])
    assert [split.total, split.between, split.within] == pytest.approx([np.log(2), np.log(2), 0])
    # By hand: the same values shared out within each group.
    split = st.theil([0, 10, 0, 10], ["a", "a", "b", "b"])
    assert [split.total, split.between, split.within] == pytest.approx([np.log(2), 0, np.log(2)])
    assert np.isnan(st.theil([0, 0], [1, 2]).total)
    with pytest.raises(ValueError, match="not negative"):
        st.theil([-1, 2], [1, 2])


# Freireich's leukaemia patients under 6-MP (Gehan, Biometrika 52, 1965); « over »: relapse.
REMISSIONS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSES = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_kaplan_meier_of_the_classical_trial() -> None:
    curve = st.kaplan_meier(REMISSIONS, RELAPSES)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    # Kalbfleisch and Prentice; Stata's « sts list » gives these shares, standard errors and log-log limits.
    assert curve.share == pytest.approx([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5)
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert np.sqrt(curve.variance) == pytest.approx(errors, abs=5e-5)
    assert curve.low == pytest.approx([0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881], abs=5e-5)
    assert curve.high == pytest.approx([0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801], abs=5e-5)


def test_the_curve_at_a_time() -> None:
    curve = st.kaplan_meier(REMISSIONS, RELAPSES)
    assert curve.at(5) == (1.0, 0.0, 1.0, 1.0)
    assert curve.at(12)[0] == pytest.approx(0.7529, abs=5e-5)
    gone = st.kaplan_meier([1, 2], [1, 1])
    assert gone.share.tolist() == [0.5, 0.0]
    assert np.isnan(gone.low[1])
    with pytest.raises(ValueError, match="2 durations for 1 ends"):
        st.kaplan_meier([1, 2], [1])
