"""Totals of quantities said by bounds: « 8 à 10 » and « au moins 60 » enter them, and tell nothing that is withheld.

Actions of one year in Moulins (03190) unless said otherwise; every expected value is added up by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.overview import overview
from data.actors import ANYONE, Actor
from queries.copy import reading
from tests.small.facts import SMALL, Rows, filled
from tests.small.facts import answer as rows
from tests.small.money import placed
from tests.small.people import CHIEF

Totals = Callable[..., dict[str, Any]]
BOUNDED = ("valeur", "compte", "bas", "haut", "n_renseignes", "n_bornes", "n_approches", "bornes_tues", "secret")


def said(ref: str, precision: str, value: object = "", low: object = "", high: object = "", **more: object) -> Any:
    return {
        "sujet_type": "action",
        "sujet_id": ref,
        "grandeur": "participations",
        "annee": 2023,
        "valeur": value,
        "borne_basse": low,
        "borne_haute": high,
        "precision": precision,
        "etat": "validee",
        **more,
    }


def cost(ref: str, precision: str, value: object = "", low: object = "", high: object = "", **more: object) -> Any:
    return {
        "sujet_type": "action",
        "sujet_id": ref,
        "role": "total",
        "annee": 2023,
        "montant_eur": value,
        "borne_basse_eur": low,
        "borne_haute_eur": high,
        "precision": precision,
        "etat": "validee",
        **more,
    }


def facts(*measures: Any, costs: Sequence[Any] = (), communes: Mapping[str, str] | None = None) -> Rows:
    """Actions named by what is said of them, in Moulins or in the commune given."""
    names = dict.fromkeys([row["sujet_id"] for row in (*measures, *costs)], "03190") | dict(communes or {})
    return {**placed(**names), "mesures": list(measures), "montants": list(costs)}


def total(root: duckdb.DuckDBPyConnection, territory: str) -> dict[str, Any]:
    """What ``totaux_personnes`` says of participations in a territory in 2023."""
    (row,) = (
        root.execute(
            "FROM totaux_personnes WHERE grandeur = 'participations' AND annee = 2023 AND territoire = ?", [territory]
        )
        .to_arrow_table()
        .to_pylist()
    )
    return {name: row[name] for name in BOUNDED}


@pytest.fixture
def totals(reference_store: Path, tmp_path: Path) -> Totals:
    """What is said of Moulins for these facts."""

    def of(told: Rows, actor: Actor = ANYONE) -> dict[str, Any]:
        with reading.reader(filled(reference_store, tmp_path, told), actor=actor) as root:
            return total(root, "03190")

    return of


def expect(**values: Any) -> dict[str, Any]:
    exact = {"n_bornes": 0, "n_approches": 0, "bornes_tues": False, "secret": False}
    return {**exact, **values}


PLAIN: list[Any] = [
    pytest.param(
        # 130 and « 8 à 14 »: between 138 and 144; the interval counts for its lower bound where one number is needed.
        [("exacte", 130), ("intervalle", "", 8, 14)],
        expect(valeur=130, compte=138, bas=138, haut=144, n_renseignes=2, n_bornes=1),
        id="intervalle",
    ),
    pytest.param(
        [("exacte", 138), ("minimum", 60, 60)],
        expect(valeur=198, compte=198, bas=198, haut=None, n_renseignes=2, n_bornes=1),
        id="minimum",
    ),
    pytest.param(
        # « au plus 20 » may be none.
        [("exacte", 30), ("maximum", 20, "", 20)],
        expect(valeur=50, compte=50, bas=30, haut=50, n_renseignes=2, n_bornes=1),
        id="maximum",
    ),
    pytest.param(
        [("minimum", "", 60)],
        expect(valeur=None, compte=60, bas=60, haut=None, n_renseignes=1, n_bornes=1),
        id="minimum sans nombre",
    ),
    pytest.param(
        [("exacte", 41), ("approchee", 100)],
        expect(valeur=141, compte=141, bas=141, haut=141, n_renseignes=2, n_approches=1),
        id="environ",
    ),
]
BOTH: dict[str, tuple[Any, ...]] = {"a": ("exacte", 130), "b": ("intervalle", "", 8, 14)}
PLACES = ("03190", "03310", "03185", "03321", "03095")


@pytest.fixture(scope="module")
def plain(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Each case of ``PLAIN`` in a commune of its own."""
    cases = [(place, case.values[0]) for place, case in zip(PLACES, PLAIN, strict=True)]
    named = {f"{place}-{rank}": (place, one) for place, told in cases for rank, one in enumerate(told)}
    told = facts(
        *(said(name, *one) for name, (_, one) in named.items()),
        communes={name: place for name, (place, _) in named.items()},
    )
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("simples"), told)) as root:
        yield root


@pytest.mark.parametrize(("place", "case"), list(zip(PLACES, PLAIN, strict=True)), ids=[case.id for case in PLAIN])
def test_a_total_has_the_bounds_of_what_it_adds_up(plain: duckdb.DuckDBPyConnection, place: str, case: Any) -> None:
    assert total(plain, place) == case.values[1]


def test_the_whole_adds_up_the_bounds_of_its_parts(plain: duckdb.DuckDBPyConnection) -> None:
    # 130 + 138 + 30 + 41, then the lower bounds 8, 60, 0, 60, 100; two minimums: nothing says the most.
    found = total(plain, "03")
    assert (found["bas"], found["haut"], found["n_renseignes"]) == (567, None, 9)
    assert (found["n_bornes"], found["n_approches"]) == (4, 1)


def test_neither_a_proposal_nor_a_quantity_told_twice_has_bounds(totals: Totals) -> None:
    twice = [said("c", "minimum", 60, low=60), said("c", "intervalle", low=70, high=80)]
    proposed = said("b", "intervalle", low=8, high=14, etat="proposee")
    found = totals(facts(said("a", "exacte", 130), proposed, *twice))
    assert found == expect(valeur=130, compte=130, bas=130, haut=130, n_renseignes=1)


def test_an_action_over_two_communes_has_its_bounds_in_each_and_once_in_the_whole(
    reference_store: Path, tmp_path: Path
) -> None:
    told = facts(said("a", "intervalle", low=8, high=14))
    lieux = [*told["actions_lieux"], {**told["actions_lieux"][0], "code_commune": "03310"}]
    with reading.reader(filled(reference_store, tmp_path, {**told, "actions_lieux": lieux})) as root:
        found = root.execute(
            "SELECT territoire, bas, haut FROM totaux_personnes WHERE grandeur = 'participations' AND annee = 2023 "
            "AND niveau IN ('commune', 'departement') ORDER BY territoire"
        ).fetchall()
    assert found == [("03", 8, 14), ("03190", 8, 14), ("03310", 8, 14)]


# ── Secrecy ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def hidden(precision: str, *bounds: Any, **more: Any) -> Rows:
    """A small count that is withheld, one that protects it, and an interval that is published, all in Moulins."""
    return facts(
        said("petit", precision, *bounds, **more),
        said("garde", "exacte", 5),
        said("b", "intervalle", low=80, high=90),
        said("c", "exacte", 200),
    )


def test_a_withheld_count_that_is_exact_leaves_the_bounds_of_what_is_published(totals: Totals) -> None:
    # 2 (s), 5 (s), 200 and « 80 à 90 »: 207 + 80 and 207 + 90; nobody can tell 2 from 1 or from 6.
    found = totals(hidden("exacte", 2))
    assert found == expect(valeur=207, compte=287, bas=287, haut=297, n_renseignes=4, n_bornes=1)


def test_a_withheld_minimum_leaves_no_upper_bound(totals: Totals) -> None:
    found = totals(hidden("minimum", 2, 2))
    assert (found["bas"], found["haut"], found["bornes_tues"]) == (287, None, True)


def test_a_withheld_interval_leaves_the_least_of_what_is_told(totals: Totals) -> None:
    # 5, 200 and « 80 à 90 », nothing of « 1 à 2 » (s).
    found = totals(hidden("intervalle", "", 1, 2))
    assert found == expect(valeur=205, compte=285, bas=285, haut=None, n_renseignes=3, n_bornes=1, bornes_tues=True)


def test_beside_a_withheld_maximum_the_least_is_that_of_published_counts(totals: Totals) -> None:
    # « Au plus 2 » (s) may be none, and 5 (s) protects it: 200 and « 80 à 90 » are certain.
    found = totals(hidden("maximum", 2, "", 2))
    assert (found["valeur"], found["bas"], found["haut"], found["bornes_tues"]) == (207, 280, None, True)


def test_a_withheld_total_has_no_bounds(totals: Totals) -> None:
    found = totals(facts(said("petit", "intervalle", "", 1, 2), said("autre", "exacte", 2)))
    assert found["secret"]
    assert [found[name] for name in ("valeur", "compte", "bas", "haut")] == [None] * 4


def test_bounds_are_computed_from_published_figures_alone(demo_store: Path) -> None:
    """From what any reader holds, without the copy's own SQL: nothing more is told, whatever is withheld."""
    with reading.reader(demo_store) as root:
        published = root.execute(
            "SELECT sujet_type, sujet_id, grandeur, annee, niveau, territoire, valeur, borne_basse, borne_haute, "
            "precision, count(*) OVER (PARTITION BY sujet_type, sujet_id, grandeur, annee, niveau, territoire) AS n "
            "FROM mesures_publiees JOIN (SELECT DISTINCT sujet_type, sujet_id, niveau, territoire "
            "FROM sujets_territoires WHERE niveau = 'bassin') USING (sujet_type, sujet_id) "
            "WHERE etat = 'validee' AND NOT secret"
        ).fetchall()
        sums = root.execute(
            "SELECT grandeur, territoire, annee, valeur FROM effectifs WHERE niveau = 'bassin' AND NOT secret"
        ).fetchall()
        told = root.execute(
            "SELECT grandeur, territoire, annee, compte, bas, haut FROM totaux_personnes "
            "WHERE niveau = 'bassin' AND bas IS NOT NULL"
        ).fetchall()
    low: dict[Any, float] = {}
    high: dict[Any, float] = {}
    counted: dict[Any, float] = {}
    least_told: dict[Any, float] = {}
    for *_, grandeur, year, _, place, value, least, most, precision, n in published:
        key = (grandeur, place, year)
        number = value or 0
        sure = least if least is not None else 0 if precision == "maximum" else number
        least_told[key] = least_told.get(key, 0) + (sure if n == 1 else 0)
        if n > 1 or precision in ("exacte", "calculee"):
            continue
        ceiling = most if most is not None else float("inf") if precision == "minimum" else number
        low[key] = low.get(key, 0) + sure - number
        high[key] = high.get(key, 0) + ceiling - number
        counted[key] = counted.get(key, 0) + (0 if value is not None else least if least is not None else most or 0)
    base = {(grandeur, place, year): value or 0 for grandeur, place, year, value in sums}
    assert len(told) > 100
    for grandeur, place, year, number, least, most in told:
        key = (grandeur, place, year)
        assert number == base[key] + counted.get(key, 0)
        # Beside a withheld maximum, what published counts say alone.
        assert least in (base[key] + low.get(key, 0), least_told.get(key, 0))
        assert most is None or most == base[key] + high.get(key, 0)


def test_who_sees_all_sees_all_bounds(totals: Totals) -> None:
    found = totals(hidden("maximum", 2, "", 2), CHIEF)
    # 5 + 200 + « 80 à 90 » + « au plus 2 ».
    assert found == expect(valeur=207, compte=287, bas=285, haut=297, n_renseignes=4, n_bornes=2)


# ── What pages and exports are told ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def mixed(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """130 and « 8 à 14 » participations and participants in Moulins; 1 000 €, « au moins 500 € », « 200 à 300 € »."""
    people = [
        said(ref, *bounds, grandeur=what)
        for what in ("participations", "participants_distincts")
        for ref, bounds in BOTH.items()
    ]
    costs = (
        cost("a", "exacte", 1000),
        cost("b", "minimum", 500, 500),
        cost("c", "intervalle", "", 200, 300),
    )
    folder = tmp_path_factory.mktemp("bornes")
    with reading.reader(filled(reference_store, folder, facts(*people, costs=costs, communes={"c": "03310"}))) as root:
        yield root


def test_a_review_is_told_the_bounds(mixed: duckdb.DuckDBPyConnection) -> None:
    (found,) = rows(mixed, "effectif_territoire", niveau="departement", territoire="03", grandeur="participations")
    assert (found["bas"], found["haut"], found["n_renseignes"], found["n_bornes"]) == (138, 144, 2, 1)
    # The number of the review is the numerator of A2: 130 and the lower bound of « 8 à 14 ».
    asked = {"indicateur": "A2", "niveau": "departement", "departement": "03", "annee": 2023}
    (rate,) = rows(mixed, "valeurs_indicateurs", **asked)
    assert found["compte"] == rate["numerateur"] == 138


def test_a_map_is_told_the_bounds(mixed: duckdb.DuckDBPyConnection) -> None:
    communes = {row["code_commune"]: row for row in rows(mixed, "carte_communes", departement="03")}
    moulins, vichy = communes["03190"], communes["03310"]
    people = ("participants", "participants_bas", "participants_haut", "n_participants")
    money = ("montant_eur", "montant_bas_eur", "montant_haut_eur", "n_montants")
    assert [moulins[name] for name in people] == [138, 138, 144, 2]
    assert [moulins[name] for name in money] == [1500, 1500, None, 2]
    assert [vichy[name] for name in money] == [200, 200, 300, 1]
    (whole,) = [row for row in rows(mixed, "carte_departements") if row["code_departement"] == "03"]
    assert [whole[name] for name in (*people, *money)] == [138, 138, 144, 2, 1700, 1700, None, 3]
    listed = {row["titre"]: row for row in rows(mixed, "sujets_commune", commune="03190")}
    assert (listed["B"]["participants"], listed["B"]["participants_bas"], listed["B"]["participants_haut"]) == (
        None, 8, 14,
    )  # fmt: skip
    assert listed["B"]["n_sans_participants"] == 0


def test_people_by_commune_are_told_by_bounds(mixed: duckdb.DuckDBPyConnection) -> None:
    found = [row for row in rows(mixed, "participants_par_commune") if row["grandeur"] == "participations"]
    assert [(row["valeur"], row["bas"], row["haut"], row["n_intervalles"]) for row in found] == [(130, 138, 144, 1)]


def test_a_rate_counts_an_interval_for_its_lower_bound(mixed: duckdb.DuckDBPyConnection) -> None:
    (found,) = rows(mixed, "valeurs_indicateurs", indicateur="A2", niveau="departement", departement="03", annee=2023)
    # Two actions of three tell their participations.
    assert (found["numerateur"], found["n_renseignes"], found["n_total"]) == (138, 2, 3)


@pytest.fixture(scope="module")
def quotients(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """In Moulins, 130 and « 8 à 14 » participations, 6 and « 4 à 9 » volunteers beside 15 professionals; and costs.

    In 2022, in Vichy, « au moins 60 » and « au plus 20 » participations.
    """
    people = [
        *(said(ref, *bounds) for ref, bounds in BOTH.items()),
        said("c", "minimum", 60, 60, annee=2022),
        said("d", "maximum", high=20, annee=2022),
        said("a", "exacte", 6, grandeur="benevoles"),
        said("b", "intervalle", low=4, high=9, grandeur="benevoles"),
        said("a", "exacte", 10, grandeur="professionnels"),
        said("b", "exacte", 5, grandeur="professionnels"),
    ]
    spent = {"a": (2023, 650), "b": (2023, 700), "c": (2022, 600), "d": (2022, 400)}
    budgets = [
        {"budget_id": ref, "sujet_type": "action", "sujet_id": ref, "exercice": year, "nature": "realise",
         "total_charges_eur": euros, "etat": "validee"}
        for ref, (year, euros) in spent.items()
    ]  # fmt: skip
    event = {"sujet_type": "evenement", "sujet_id": "fete-2021", "grandeur": "participants_distincts", "annee": 2021}
    attended = [said("", "intervalle", low=8, high=10) | event, said("", "exacte", 8) | event]
    told = facts(*people, communes={"c": "03310", "d": "03310"})
    told = {**told, "mesures": [*told["mesures"], *attended], "evenements": SMALL["evenements"], "budgets": budgets}
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("quotients"), told)) as root:
        yield root


def test_a_rate_of_quantities_said_by_bounds_has_bounds(quotients: duckdb.DuckDBPyConnection) -> None:
    asked = {"niveau": "bassin", "territoire": "032", "annee": 2023}
    (rate,) = rows(quotients, "valeurs_indicateurs", indicateur="A2", **asked)
    people = rate["denominateur"]
    found = [rate[name] for name in ("numerateur", "valeur", "au_moins", "au_plus")]
    assert found == pytest.approx([138, 138_000 / people, 138_000 / people, 144_000 / people])
    # 6 + 4 of 25 at least, 6 + 9 of 30 at most.
    (share,) = rows(quotients, "valeurs_indicateurs", indicateur="E1", **asked)
    assert [share[name] for name in ("valeur", "au_moins", "au_plus")] == pytest.approx([40, 40, 50])


def test_a_cost_by_participation_has_the_bounds_of_the_participations(quotients: duckdb.DuckDBPyConnection) -> None:
    found = {row["nom"]: row for row in rows(quotients, "valeurs_indicateurs", indicateur="F9")}
    told = {name: [row[column] for column in ("valeur", "au_moins", "au_plus")] for name, row in found.items()}
    # 650 ÷ 130; 700 ÷ 8, ÷ 14; at most 600 ÷ 60, who knows how little; at least 400 ÷ 20, who knows how much.
    assert told == {"A": [5, None, None], "B": [87.5, 50, 87.5], "C": [10, None, 10], "D": [20, 20, None]}


def test_an_interval_is_no_number_of_its_lower_bound(quotients: duckdb.DuckDBPyConnection) -> None:
    """« 8 à 10 » and 8 are two statements that do not agree, each told as it is said."""
    (event,) = rows(quotients, "evenements")
    assert overview.attendance(event) == "8 / 8 à 10"
    (divergence,) = rows(quotients, "divergences")
    assert [value for value, _ in overview.statements(divergence, {})] == ["8", "8 à 10"]
    assert [row["precision"] for row in rows(quotients, "affirmations_divergentes")] == ["exacte", "intervalle"]


def test_an_interval_is_a_known_cost_and_enters_sums_as_bounds(mixed: duckdb.DuckDBPyConnection) -> None:
    (found,) = rows(mixed, "argent_par_structure")
    sums = ("n_connu", "n_a_valider", "cout_connu_eur", "cout_bas_eur", "cout_haut_eur", "n_bornes")
    assert [found[name] for name in sums] == [3, 0, 1500, 1700, None, 2]
    known = {row["titre"]: row for row in rows(mixed, "couts", situation="connu")}
    assert [(row["total_eur"], row["bas_eur"], row["haut_eur"]) for row in known.values()] == [
        (1000, 1000, 1000),
        (500, 500, None),
        (None, 200, 300),
    ]


def test_figures_of_the_journal_count_an_interval_for_its_lower_bound(mixed: duckdb.DuckDBPyConnection) -> None:
    found = {row["cle"]: row["valeur"] for row in rows(mixed, "chiffres_publies")}
    # 1 000 €, « au moins 500 € », « 200 à 300 € »; 130 people and « 8 à 14 ».
    assert (found["couts_eur"], found["participants_03"]) == (1700, 138)


def test_two_intervals_contradict_each_other(reference_store: Path, tmp_path: Path) -> None:
    told = facts(costs=(cost("a", "intervalle", "", 200, 300), cost("a", "intervalle", "", 200, 400)))
    with reading.reader(filled(reference_store, tmp_path, told)) as root:
        (found,) = rows(root, "argent_situations")
    assert (found["n_contradictoire"], found["n_connu"]) == (1, 0)
