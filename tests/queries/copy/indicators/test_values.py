"""Every indicator, computed by hand on a few facts; published oracles on the real ones; what stands for a value."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard.overview import filling
from data.identifiers import action_id
from queries.copy import reading
from queries.copy.indicators import catalogue, values
from queries.copy.indicators.entry import FIELDS
from queries.copy.indicators.values import IndicatorValue
from tests import ROOT
from tests.small.entered import corrected
from tests.small.facts import answer
from tests.small.indicators import CENTRE, DISTANT, MJC, load_small_indicators

# Municipal populations of 2023 (INSEE): the Allier, and where the actions of the small store take place.
ALLIER, MOULINS, MONTLUCON, VICHY, CUSSET = 333298, 19206, 33147, 25115, 13316
# « x1 » takes place in Montluçon and Moulins: its part in Moulins is that of Moulins in both populations.
X1_MOULINS = MOULINS / (MOULINS + MONTLUCON)
# Consumer price indices (INSEE, 2015 = 100): 117.47 in 2023, 119.8 in 2024, the last year known.
CONSTANT = 119.8 / 117.47


def one(root: duckdb.DuckDBPyConnection, indicator: str, territory: str, year: int, **filters: Any) -> IndicatorValue:
    with root.cursor() as cursor:
        (found,) = values.values(cursor, indicateur=indicator, territoire=territory, annee=year, **filters)
    return found


def populations(year: int) -> dict[str, int]:
    """Populations of the Allier's bassins, from the files themselves."""
    people = pd.read_parquet(ROOT / "geo/populations.parquet")
    bassins = pd.read_csv(ROOT / "geo/bassins/03.csv", dtype=str)[["code_commune", "code_bassin"]]
    found = people[people["annee"] == year].merge(bassins, on="code_commune")
    return {str(code): int(total) for code, total in found.groupby("code_bassin")["population"].sum().items()}


@pytest.mark.parametrize(
    ("indicator", "territory", "year", "value", "of", "known", "total"),
    [
        # The Allier in 2023 has 14 actions: m1 to m10, v1, x1, d1, L; bassin 032 (Moulins) has m1 to m10 and x1.
        # m1 to m4 and v1 are the residents', of the 12 whose initiative is told (x1 and d1 tell nothing).
        ("A1", "03", 2023, 100 * 5 / 12, (5, 12), 12, 14),
        ("A1", "032", 2023, 100 * 4 / 10, (4, 10), 10, 11),
        # 10 × 100 + v1 300 + x1 200, the 999 of d1 being a proposal; 14 actions and 2 events, 12 told.
        ("A2", "03", 2023, 1000 * 1500 / ALLIER, (1500, ALLIER), 12, 16),
        # In Vichy: v1 and the two events, 1 told of 3, under 70 %. In Moulins: m1 to m10 and x1, 1 200 for 19 206.
        ("A2", "03310", 2023, None, (300, VICHY), 1, 3),
        ("A2", "03190", 2023, 1000 * 1200 / MOULINS, (1200, MOULINS), 11, 11),
        # s1: 20 residents of 40; s3 and s4: 5 of 10 each; s2 tells of residents alone, and is left out: 30 of 60.
        ("A3", "03", 2023, 50, (30, 60), 3, 4),
        ("A3", "033", 2023, 75, (12, 16), 1, 1),
        # m1 intergénérationnel, m2 and v1 Mixité sociale; 12 have keywords.
        ("B1", "03", 2023, 25, (3, 12), 12, 14),
        # m1 to m6 and L « Tous publics », m7 « familles »; x1 tells nothing.
        ("B2", "03", 2023, 100 * 8 / 13, (8, 13), 13, 14),
        # Ages of m1 to m10: 18–25, 25–35, 29–40 and 16–18 meet 18–29; « Jeunesse » and « Adultes » alone do not count.
        ("B3", "03", 2023, 40, (4, 10), 10, 14),
        # Culture: m1, v1, L; Environnement: m4.
        ("B4", "03", 2023, 100 * 4 / 12, (4, 12), 12, 14),
        # s1: 40 of 55; s3, s4: 10 of 20 each; s2 convened nobody knows how many: 60 of 95.
        ("C1", "03", 2023, 100 * 60 / 95, (60, 95), 3, 4),
        ("C1", "033", 2023, 100 * 16 / 25, (16, 25), 1, 1),
        # fete-2023: 30 of 40 who answered, of 100 asked; the 50 of forum-2023, who told nothing, are left out.
        ("C3", "03", 2023, 75, (30, 40), 40, 100),
        # 260 in 2024 for 200 in 2022, both counted at the door.
        ("C4", "03", 2024, 1.3, (260, 200), 1, 1),
        # Moulins, Vichy, Cusset, Montluçon.
        ("D1", "03", 2023, 100 * 90784 / ALLIER, (MOULINS + MONTLUCON + VICHY + CUSSET, ALLIER), 13, 14),
        ("D1", "03190", 2023, 100, (MOULINS, MOULINS), 13, 14),
        ("D1", "03001", 2023, 0, None, 13, 14),
        # 317 communes, four with an action since 2021; bassin 032: 67, Moulins alone.
        ("D2", "03", 2023, 313, (313, 317), 13, 14),
        ("D2", "032", 2023, 66, (66, 67), 13, 14),
        ("D3", "03", 2023, 10000 * 14 / ALLIER, (14, ALLIER), 14, 14),
        ("D3", "03190", 2023, 10000 * 11 / MOULINS, (11, MOULINS), 13, 14),
        # Volunteers 10 × 4 + 10 + 5 + 6 = 61 in 13 subjects, staff 30 + 5 + 4 = 39 in 12: 61 × 12/13 beside 39.
        ("E1", "03", 2023, 100 * (61 * 12 / 13) / (61 * 12 / 13 + 39), (61 * 12 / 13, 61 * 12 / 13 + 39), 12, 16),
        # x1 has 5 of each, m1 to m10 4 and 3.
        ("E1", "032", 2023, 100 * 45 / 80, (45, 80), 11, 11),
        # Nine actual budgets of 1 000 € and 250 € of volunteering; the planned ones (100 €) are not read with them.
        ("E2", "03", 2023, 20, (9 * 250, 9 * 1250), 9, 14),
        # 3 1 2 2 4 2 2 1 1 1: half have 2 or fewer.
        ("E3", "03", 2023, 2, (2, None), 10, 14),
        # The Département brings 100 of each 1 000.
        ("F1", "03", 2023, 90, (8100, 9000), 9, 14),
        ("F1", "032", 2023, 90, (8100, 9000), 9, 11),
        # The Commune brings 500 of each 1 000; CAF 400, Département 100: .25 + .16 + .01.
        ("F2", "03", 2023, 50, (4500, 9000), 9, 14),
        ("F2", CENTRE, 2023, 50, (4500, 9000), 9, 13),
        ("F2", MJC, 2023, 60, (6000, 10000), 1, 1),
        ("F3", "03", 2023, 0.42, (0.42, None), 9, 14),
        # Its own budget: 6 000 of the CAF and 4 000 of families, .36 + .16.
        ("F3", MJC, 2023, 0.52, (0.52, None), 1, 1),
        ("F4", "03", 2023, 10, (9900, 9000), 9, 14),
        # Granted: 9 × 100 + x1 1 000; neither users (50), nor the lent room (500), nor the proposal (5 000).
        ("F5", "03", 2023, 1900 * CONSTANT / ALLIER, (1900 * CONSTANT, ALLIER), 10, 14),
        # On 31 December 2023: m1 to m4 end on 30 June 2024, m5 to m7 on 31 December 2025, 100 € each; others have none.
        ("F7", "03", 2023, 100 * 4 / 7, (400, 700), 7, 7),
        # m1 to m4 for lack of money, m5 to m10 at the end of the project; v1, x1, d1 tell nothing.
        ("F8", "03", 2023, 40, (4, 10), 10, 13),
        # Twenty at risk: 5 end after 100 days, S = 15/20; 2 are lost after 180; 5 of 13 end: 3/4 × 8/13.
        ("G1", "63", 2022, 100 * 3 / 4 * 8 / 13, (20 * 3 / 4 * 8 / 13, 20), 20, 20),
        # Of 13: statut and date in each fiche; the partner is always the same, which tells nothing.
        ("G2", "63", 2022, 100 * 40 / 260, (40, 260), 20, 20),
        # v1: commune, date, statut, mots clés, initiative, public, participants and people involved.
        ("G2", MJC, 2023, 100 * 8 / 13, (8, 13), 1, 1),
        ("G3", "03", 2023, 60, (6, 10), 10, 14),
    ],
)
def test_answers_by_hand(
    small: duckdb.DuckDBPyConnection,
    indicator: str,
    territory: str,
    year: int,
    value: float | None,
    of: tuple[float, float | None] | None,
    known: int,
    total: int,
) -> None:
    found = one(small, indicator, territory, year)
    assert found.value == (None if value is None else pytest.approx(value))
    if of is not None:
        assert found.numerator == pytest.approx(of[0])
        assert found.denominator == (None if of[1] is None else pytest.approx(of[1]))
    assert (found.n_known, found.n_total) == (known, total)
    assert found.status == ("ok" if value is not None else "ns")
    assert found.sources


def test_a_subsidy_over_two_bassins_is_shared_and_gaps_sum_to_zero(small: duckdb.DuckDBPyConnection) -> None:
    people = populations(2023)
    placed = {"031": 1000 * (1 - X1_MOULINS), "032": 900 + 1000 * X1_MOULINS, "033": 0}
    found = {code: one(small, "F6", code, 2023) for code in placed}
    for code, amount in placed.items():
        target = 1900 * people[code] / sum(people.values())
        assert found[code].numerator == pytest.approx(amount)
        assert found[code].value == pytest.approx(100 * (amount - target) / target)
    assert sum(value.numerator or 0 for value in found.values()) == pytest.approx(1900)
    assert sum(value.denominator or 0 for value in found.values()) == pytest.approx(1900)
    assert one(small, "F5", "032", 2023).numerator == pytest.approx(placed["032"] * CONSTANT)


def test_years_that_open_a_gap_between_bassins_are_those_of_bassins(small: duckdb.DuckDBPyConnection) -> None:
    """In 2023, 10 of 14 actions tell their grants and commune: each bassin has its value, the whole has none."""
    asked = {"indicateur": "F6", "departement": "03", "champ": "montant accordé"}
    found = [row for row in answer(small, "annees_a_ouvrir", **asked) if row["annee"] == 2023]
    assert [(row["territoire"], row["utilisable"]) for row in found] == [("031", True), ("032", True), ("033", True)]
    assert {(row["n_renseignes"], row["n_total"]) for row in found} == {(10, 14)}
    whole = answer(small, "annees_a_ouvrir", **{**asked, "indicateur": "F5"})
    assert {row["territoire"] for row in whole} == {"03"}


def test_presence_of_each_bassin_beside_its_population(small: duckdb.DuckDBPyConnection) -> None:
    people = populations(2022)
    for code, present in {"031": 12, "032": 12, "033": 16}.items():
        found = one(small, "C2", code, 2022)
        assert (found.numerator, found.denominator) == (present, 40)
        assert found.value == pytest.approx(100 * present / 40 - 100 * people[code] / sum(people.values()))
    # In 2023 one session of four says where people come from.
    assert one(small, "C2", "031", 2023).reason == "1 sur 4 renseignés : il en faut 70 %"


def test_cost_of_a_participation_is_that_of_one_action(small: duckdb.DuckDBPyConnection) -> None:
    with small.cursor() as cursor:
        found = values.values(cursor, indicateur="F9")
    assert len(found) == 9  # m1 to m9: 1 100 € and 100 participations each; m10 has no actual budget
    assert {(value.level, value.value, value.status) for value in found} == {("action", 11, "ok")}


def test_satisfaction_has_the_bounds_of_those_who_did_not_answer(small: duckdb.DuckDBPyConnection) -> None:
    found = one(small, "C3", "03", 2023)
    assert (found.at_least, found.at_most, found.coverage) == (30, 90, 0.4)  # nobody, or all, of the 60 silent ones
    refused = one(small, "C3", "03", 2022)
    assert (refused.status, refused.value, refused.numerator) == ("ns", None, 10)
    assert refused.reason == "20 sur 100 renseignés : il en faut 30 %"


@pytest.mark.parametrize(
    ("indicator", "territory", "year", "status", "reason"),
    [
        ("A1", "033", 2023, "ns", "1 sur 1 action : il en faut 10"),
        ("A1", "031", 2023, "ns", "1 sur 2 renseignés : il en faut 70 %"),
        ("A1", "63", 2022, "nd", "rien n'est renseigné de ce qu'il faut : initiative"),
        ("A3", "63", 2022, "nd", "aucun fait enregistré pour cette année"),
        ("E3", "63", 2022, "nd", "le champ « partenaires », là où il est rempli, dit toujours la même valeur"),
        ("D2", "03", 2022, "nd", "il faut trois années de suite avec des actions enregistrées"),
        ("C4", "03", 2023, "ns", "1 sur 2 renseignés : il en faut 70 %"),
        ("F7", "03", 2024, "nd", "aucun fait enregistré pour cette année"),
        ("G1", "03", 2023, "ns", "13 démarrages : il en faut 20"),
        ("F6", "03", 2023, "///", "l'écart se lit entre les bassins ; pour le département entier il est nul"),
        ("A2", "03", 2022, "s", "secret statistique"),
        ("D1", "03", 2024, "p", "population de 2023, la plus proche connue"),
    ],
)
def test_a_sentence_stands_in_the_place_of_a_value(
    small: duckdb.DuckDBPyConnection, indicator: str, territory: str, year: int, status: str, reason: str
) -> None:
    found = one(small, indicator, territory, year)
    assert found.status == status
    assert (found.value is None) == (status != "p")
    assert (found.reason or "").startswith(reason)


def test_a_secret_has_no_figure_at_all(small: duckdb.DuckDBPyConnection) -> None:
    found = one(small, "A2", "03185", 2022)  # two participations in Montluçon
    figures = (found.value, found.low, found.high, found.n, found.n_known, found.n_total, found.coverage)
    assert found.status == "s"
    assert set(figures) == {None}
    assert {found.numerator, found.denominator, found.smoothed} == {None}


def test_small_territories_have_a_smoothed_rate_beside_the_raw_one(small: duckdb.DuckDBPyConnection) -> None:
    found = one(small, "D3", "03190", 2023)
    assert found.value is not None and found.smoothed is not None
    assert 10000 * 14 / ALLIER < found.smoothed < found.value
    assert one(small, "D3", "032", 2023).smoothed is None
    assert one(small, "D1", "03190", 2023).smoothed is None


def test_every_indicator_has_a_row_a_year_at_each_level_it_promises(small: duckdb.DuckDBPyConnection) -> None:
    with small.cursor() as cursor:
        found = {(value.indicator, value.level, value.year) for value in values.values(cursor, departement="03")}
    for indicator in catalogue.load().indicators:
        for level in {"departement", "bassin", "epci"} & set(indicator.niveaux):
            assert {(indicator.id, level, year) for year in range(2021, 2025)} <= found


def test_fields_are_counted_where_they_are_expected(small: duckdb.DuckDBPyConnection) -> None:
    rows = small.execute(
        "SELECT DISTINCT champ, n_renseignes, n_total FROM champs_renseignes WHERE code_departement = '03'"
    ).fetchall()
    found = {field: (known, total) for field, known, total in rows}
    assert found["initiative"] == (12, 14)
    assert found["tranche d'âge"] == (10, 14)
    assert found["participations"] == (13, 14)  # L in 2022
    assert found["budget réalisé"] == (9, 14)
    assert found["fin de convention"] == (7, 10)
    assert found["motif de fin"] == (10, 13)
    assert found["convoqués"] == (4, 5)
    assert found["méthode de comptage"] == (5, 5)
    assert found["satisfaits"] == (2, 5)


def test_a_constant_is_no_field_filled_in(small: duckdb.DuckDBPyConnection) -> None:
    rows = small.execute(
        "SELECT n_renseignes, n_total FROM champs_renseignes WHERE code_departement = '63' AND champ = 'partenaires'"
    ).fetchall()
    assert rows == [(0, 20)]


@pytest.mark.parametrize(
    "place", [{"departement": "03"}, {"departement": "03", "bassin": "032"}, {"departement": "63"}]
)
def test_what_lacks_is_one_count_in_every_room(small: duckdb.DuckDBPyConnection, place: dict[str, str]) -> None:
    """A field of « completude » opens a list as long as its gap; « couverture_champs » says the same under one name."""
    rows = answer(small, "completude", **place)
    gaps = {row["champ"]: (filling.filled(row), row["n_actions"]) for row in rows if row["champ"] != "structure"}
    gaps["motif de fin"] = gaps.pop("motif de fin (actions terminées)")
    lists = {champ: len(answer(small, "fiches_sans_champ", champ=champ, **place)) for champ in gaps}
    assert lists == {champ: total - known for champ, (known, total) in gaps.items()}
    if "bassin" not in place:
        covered = {
            row["champ"]: (row["n_renseignes"], row["n_total"]) for row in answer(small, "couverture_champs", **place)
        }
        shared = covered.keys() & gaps.keys()
        assert {"partenaires", "commune", "motif de fin"} <= shared
        assert {name: covered[name] for name in shared} == {name: gaps[name] for name in shared}


def test_partners_told_apart_from_their_fiche_count(reference_store: Path, tmp_path: Path) -> None:
    """A form corrects one of twenty fiches that all name the same partner: it counts, the nineteen others do not."""
    path = Path(shutil.copytree(reference_store, tmp_path / "magasin"))
    load_small_indicators(path, tmp_path / "essai")
    corrected(path, action_id("Action g1", DISTANT), partenaires=("CAF", "Mairie"))
    with reading.reader(path) as root:
        complete, partners = one(root, "G2", "63", 2022), one(root, "E3", "63", 2022)
    assert (complete.numerator, complete.denominator) == (41, 260)  # one field more than the forty of before
    assert (partners.n_known, partners.n_total) == (1, 20)
    assert (partners.status, partners.reason) == ("ns", "1 sur 20 renseignés : il en faut 70 %")


def test_published_oracles_of_the_offemont_budget(real: duckdb.DuckDBPyConnection) -> None:
    # 8 000 / 2 000 / 2 000 / 4 000 / 4 620 of 20 620, 1 850 of volunteering: 8,23 %, 90,3 %, 38,8 %, .25717.
    own = "association-culture-loisirs-education-cle-90"
    volunteering, others = one(real, "E2", "90", 2024), one(real, "F1", "90", 2024)
    assert volunteering.numerator == 1850 and volunteering.denominator == 22470
    assert round(100 * 1850 / 22470, 2) == 8.23
    assert others.numerator == 18620 and others.denominator == 20620
    assert round(100 * 18620 / 20620, 1) == 90.3
    assert round(one(real, "F2", own, 2024).value or 0, 1) == 38.8
    assert round(one(real, "F3", own, 2024).value or 0, 5) == 0.25717
    # One action is not a département.
    assert {volunteering.reason, others.reason} == {"1 action : il en faut 5"}


def test_published_oracle_of_the_angers_meetings(real: duckdb.DuckDBPyConnection) -> None:
    # 322 people in 2011, 1 155 in 2013: × 3,587; nobody says how many came in 2012.
    assert round(one(real, "C4", "49", 2013).value or 0, 3) == 3.587
    assert one(real, "C4", "49", 2012).status == "nd"


def test_real_partners_are_a_constant(real: duckdb.DuckDBPyConnection) -> None:
    with real.cursor() as cursor:
        found = values.values(cursor, indicateur="E3")
    assert {value.status for value in found} == {"nd"}
    said = "le champ « partenaires », là où il est rempli, dit toujours la même valeur : une constante n'apprend rien"
    assert said in {value.reason for value in found}


def test_every_field_that_an_entry_may_name_is_counted(small: duckdb.DuckDBPyConnection) -> None:
    counted = small.cursor().execute("SELECT DISTINCT champ FROM champs_departements").fetchall()
    assert {name for (name,) in counted} == set(FIELDS)
