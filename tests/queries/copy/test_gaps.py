"""Gaps between territories: intervals and p-values against published or independent ones, the family by hand."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
from scipy import stats

from data import store
from queries.copy.gaps import gaps as comparison
from queries.copy.gaps.gaps import Gaps, family


def gap(count_a: float, base_a: float, count_b: float, base_b: float, factor: float = 1, *, share: bool = True) -> Gaps:
    return Gaps(*(np.array([float(value)]) for value in (count_a, base_a, count_b, base_b, factor, share)))


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 20), 0.6791, 1.0)],
    ids=["a", "b", "g"],
)
def test_gaps_of_shares_are_those_that_newcombe_published(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    """Newcombe 1998, table II, method 10."""
    found = gap(*counts).limits(0.95)
    assert [round(float(limit[0]), 4) for limit in found] == [low, high]


def test_a_share_and_a_rate_side_by_side_keep_their_own_interval() -> None:
    """The rates: 65 → 50.163188 to 82.849139, 5 → 1.623486 to 11.668332 (PHEindicatormethods); 60 ± by hand.

    60 − √((65 − 50.163188)² + (11.668332 − 5)²) = 43.7335; 60 + √((82.849139 − 65)² + (5 − 1.623486)²) = 78.1657.
    """
    both = Gaps(*(np.array(column, dtype=float) for column in ((56, 65), (70, 1), (48, 5), (80, 1), (100, 1), (1, 0))))
    low, high = both.limits(0.95)
    assert np.round(low, 3).tolist() == [5.243, 43.734]
    assert np.round(high, 3).tolist() == [33.387, 78.166]


@pytest.mark.parametrize("pair", [(30, 1e5, 60, 1.1e5), (120, 1.1e5, 150, 1.12e5), (250, 9e4, 310, 1.4e5)])
def test_p_values_of_rates_are_near_those_of_the_exact_conditional_test(
    pair: tuple[float, float, float, float],
) -> None:
    """Another implementation: given their sum, the first count is binomial (scipy.stats.binomtest)."""
    count_a, base_a, count_b, base_b = pair
    exact = stats.binomtest(int(count_a), int(count_a + count_b), base_a / (base_a + base_b)).pvalue
    assert gap(*pair, 1e4, share=False).p_values()[0] == pytest.approx(exact, abs=0.003)


def test_the_interval_touches_zero_exactly_at_the_p_value() -> None:
    p_value = gap(56, 70, 48, 80, 100).p_values()
    low, _ = gap(56, 70, 48, 80, 100).limits(1 - p_value)
    assert low[0] == pytest.approx(0, abs=1e-6)
    assert p_value[0] == pytest.approx(gap(48, 80, 56, 70, 100).p_values()[0])


def test_p_values_at_the_ends() -> None:
    assert gap(7, 20, 7, 20).p_values()[0] == 1
    assert gap(990, 1000, 10, 1000).p_values()[0] < 1e-11
    assert gap(0, 12, 0, 40, share=False).p_values()[0] == 1


def test_a_family_by_hand() -> None:
    """Of 0.004, 0.03, 0.2 and 0.6: q = 0.016, 0.06, 0.2667, 0.6; one is chosen, so that α = 0.05 × 1 ÷ 4."""
    q_values, alpha = family(np.array([0.004, 0.03, 0.2, 0.6]))
    assert np.round(q_values, 4).tolist() == [0.016, 0.06, 0.2667, 0.6]
    assert alpha == pytest.approx(0.0125)
    assert family(np.array([0.5, 0.6]))[1] == pytest.approx(0.025)
    assert family(np.array([0.001, 0.002]))[1] == pytest.approx(0.05)


CATALOGUE = [
    ("A1", "proportion", None, "wilson", "actions"),
    ("D3", "taux", 10000, "poisson", "actions"),
    ("A2", "taux", 1000, "aucun", "actions et événements"),
    ("E1", "proportion", None, "wilson", "personnes mobilisées"),
    ("E3", "valeur", None, "aucun", "actions"),
    ("D2", "compte", None, "wilson", "communes"),
    ("C2", "ecart_points", None, "wilson", "présences"),
]
PLACES = [
    ("bassin", "m", 1),
    ("bassin", "n", 2),
    ("bassin", "v", 3),
    ("epci", "x", 1),
    ("epci", "y", 2),
    ("epci", "z", 3),
]
VALUES = [
    ("A1", "bassin", "m", 2025, 80, 56, 70),
    ("A1", "bassin", "n", 2025, 60, 48, 80),
    ("A1", "bassin", "v", 2025, None, 3, 7),
    ("D3", "bassin", "m", 2025, 10, 110, 110_000),
    ("D3", "bassin", "n", 2025, 10, 100, 100_000),
    ("A2", "bassin", "m", 2025, 30, 3300, 110_000),
    ("A2", "bassin", "n", 2025, 20, 2000, 100_000),
    ("E1", "bassin", "m", 2025, 50, 300, 600),
    ("E1", "bassin", "n", 2025, 25, 100, 400),
    ("E3", "bassin", "m", 2025, 3, 3, None),
    ("E3", "bassin", "n", 2025, 2, 2, None),
    ("D2", "bassin", "m", 2025, 30, 30, 90),
    ("D2", "bassin", "n", 2025, 20, 20, 67),
    ("C2", "bassin", "m", 2025, 4, 40, 100),
    ("C2", "bassin", "n", 2025, -4, 30, 100),
    ("D3", "epci", "x", 2024, 20, 60, 30_000),
    ("D3", "epci", "y", 2024, 10, 40, 40_000),
    ("D3", "epci", "z", 2024, 10, 30, 30_000),
]


@pytest.fixture
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that gaps are taken from, without a row."""
    with store.memory() as root:
        root.execute(
            """
            CREATE TABLE indicateurs (id VARCHAR, calcul VARCHAR, facteur DOUBLE, intervalle VARCHAR, n_compte VARCHAR);
            CREATE TABLE territoires_niveaux (niveau VARCHAR, territoire VARCHAR, nom VARCHAR, code_departement VARCHAR,
                rang INTEGER);
            CREATE TABLE territoires_communes (niveau VARCHAR, territoire VARCHAR, code_commune VARCHAR);
            CREATE TABLE communes_bassins (code_commune VARCHAR, code_bassin VARCHAR);
            CREATE TABLE zones (division VARCHAR, code_zone VARCHAR, nom VARCHAR, code_departement VARCHAR);
            CREATE MACRO plie(texte) AS strip_accents(lower(texte));
            CREATE TABLE indicateurs_valeurs (indicateur VARCHAR, niveau VARCHAR, territoire VARCHAR, annee INTEGER,
                valeur DOUBLE, numerateur DOUBLE, denominateur DOUBLE, nom VARCHAR, code_departement VARCHAR);
            """
        )
        yield root


@pytest.fixture
def copy(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Three bassins and three EPCI, a year each, with their gaps."""
    empty.executemany("INSERT INTO indicateurs VALUES (?, ?, ?, ?, ?)", CATALOGUE)
    empty.executemany("INSERT INTO territoires_niveaux VALUES (?, ?, 'nom', '03', ?)", PLACES)
    empty.executemany("INSERT INTO indicateurs_valeurs VALUES (?, ?, ?, ?, ?, ?, ?, 'nom', '03')", VALUES)
    comparison.derive(empty)
    return empty


def gaps(root: duckdb.DuckDBPyConnection, indicator: str) -> list[dict[str, object]]:
    found = root.execute(
        "FROM indicateurs_ecarts WHERE indicateur = ? ORDER BY territoire_a, territoire_b", [indicator]
    )
    names = [column for column, *_ in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_two_bassins_with_a_value_are_compared_once(copy: duckdb.DuckDBPyConnection) -> None:
    """Newcombe's first example, in a family of two: p = 0.0081, q = 0.0163; one chosen of two, level 97.5 %."""
    (gap,) = gaps(copy, "A1")
    assert (gap["territoire_a"], gap["territoire_b"], gap["ecart"]) == ("m", "n", 20)
    assert gap["different"] is True
    assert gap["q_valeur"] == pytest.approx(0.0163, abs=1e-4)
    assert (gap["confiance"], gap["n_comparaisons"]) == (97.5, 2)
    assert isinstance(gap["bas"], float) and gap["bas"] > 0


def test_equal_rates_do_not_differ(copy: duckdb.DuckDBPyConnection) -> None:
    (gap,) = gaps(copy, "D3")[:1]
    assert (gap["ecart"], gap["different"], gap["q_valeur"]) == (0, False, 1)


def test_an_epci_is_compared_with_the_others_of_its_departement(copy: duckdb.DuckDBPyConnection) -> None:
    """X has 60 actions for 30 000 inhabitants, the two others 70 for 70 000: 20 against 10 for 10 000."""
    found = {gap["territoire_a"]: gap for gap in gaps(copy, "D3") if gap["niveau"] == "epci"}
    assert found["x"]["territoire_b"] is None
    assert (found["x"]["valeur_b"], found["x"]["ecart"], found["x"]["different"]) == (10, 10, True)
    assert found["y"]["valeur_b"] == 15
    assert found["x"]["n_comparaisons"] == 3


@pytest.mark.parametrize(
    ("indicator", "reason"),
    [
        ("A2", "aucun intervalle de comptage ne convient"),
        ("E3", "aucun intervalle de comptage ne convient"),
        ("E1", "les personnes viennent par groupes"),
        ("D2", "un nombre, non rapporté à la taille du territoire"),
        ("C2", "il se lit par rapport à zéro"),
    ],
)
def test_what_cannot_be_tested_is_not(copy: duckdb.DuckDBPyConnection, indicator: str, reason: str) -> None:
    (gap,) = gaps(copy, indicator)
    assert gap["raison"] == reason
    assert [gap[name] for name in ("bas", "haut", "p_valeur", "q_valeur", "different")] == [None] * 5


def test_nothing_to_compare_leaves_an_empty_table(empty: duckdb.DuckDBPyConnection) -> None:
    comparison.derive(empty)
    assert empty.execute("SELECT count(*) FROM indicateurs_ecarts").fetchone() == (0,)


def test_where_nothing_differs_false_alarms_stay_under_five_percent() -> None:
    """Counts and shares drawn alike on both sides, 4 000 times: the share of p ≤ 0.05, four standard errors allowed."""
    rng = np.random.default_rng(20251231)
    many, ones = 4000, np.ones(4000)
    rates = [rng.poisson(60.0, many).astype(float) for _ in range(2)]
    shares = [rng.binomial(60, 0.4, many).astype(float) for _ in range(2)]
    for (first, second), base, share in ((rates, 1e5, 0), (shares, 60, 1)):
        p_values = Gaps(first, base * ones, second, base * ones, ones, share * ones).p_values()
        assert (p_values <= 0.05).mean() < 0.05 + 4 * (0.05 * 0.95 / many) ** 0.5
