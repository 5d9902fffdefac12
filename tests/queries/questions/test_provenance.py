"""The rows behind figures: they add up to what other questions tell, and show no count that another hides.

The sums are those of tables that other code makes (``finances_territoires``, ``totaux_personnes``, ``offre_comptes``);
what is asked of small facts is computed by hand.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.money import sankey
from dashboard.overview import people
from queries import ask_records
from queries.copy import reading
from tests.small.facts import filled
from tests.small.money import FACTS

VICHY, CUSSET, CA_VICHY = "03310", "03095", "200071363"
PLACES = [("departement", "03"), ("bassin", "031"), ("bassin", "032"), ("bassin", "033"), ("epci", CA_VICHY),
          ("commune", VICHY), ("commune", "03190")]  # fmt: skip
QUANTITIES = ("participations", "benevoles")


@pytest.fixture(scope="module")
def told(demo_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(demo_store) as root:
        yield root


@pytest.fixture(scope="module")
def money(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("origine"), FACTS)) as root:
        yield root


def added(rows: list[dict[str, Any]], column: str) -> float:
    return sum(row[column] or 0 for row in rows)


def test_a_plan_over_two_communes_is_listed_for_its_part(money: duckdb.DuckDBPyConnection) -> None:
    # « Cafe » was granted 600 € in Vichy (25 115 inhabitants in 2023) and Cusset (13 316).
    (vichy,) = ask_records(money, "origine_argent", niveau="commune", territoire=VICHY)
    assert (vichy["titre"], vichy["accorde_eur"], vichy["n_lignes"]) == ("Cafe", 600, 1)
    assert vichy["part"] == pytest.approx(25115 / (25115 + 13316))
    assert vichy["accorde_ici_eur"] == pytest.approx(600 * 25115 / (25115 + 13316))
    # « Jardin »: 600 asked and 500 granted, 300 asked and 200 granted.
    jardin = next(
        row for row in ask_records(money, "origine_argent", niveau="bassin", territoire="032") if row["accorde_eur"]
    )
    assert (jardin["titre"], jardin["refuse_ici_eur"], jardin["accorde_ici_eur"]) == ("Jardin", 200, 700)


def test_what_a_plan_lacks_is_unknown_and_not_zero_where_its_cost_or_a_grant_is(
    money: duckdb.DuckDBPyConnection,
) -> None:
    # « Jardin »: 1 000 € of cost, 700 granted, 100 of its own: 200 lack. « Cafe » was granted 100 more than it spent.
    # « Atelier » has a grant of which no amount is told.
    rows = ask_records(money, "origine_argent", niveau="departement", territoire="03")
    assert {row["titre"]: (row["refuse_ici_eur"], row["manque_ici_eur"]) for row in rows} == {
        "Jardin": (200, 200), "Cafe": (0, 0), "Atelier": (None, None),
    }  # fmt: skip
    assert {(row["n_lignes"], row["n_accordes"], row["n_demandes"], row["n_manques"]) for row in rows} == {(3, 2, 2, 2)}


def test_rows_of_money_add_up_to_what_each_territory_and_year_tells(told: duckdb.DuckDBPyConnection) -> None:
    compared = 0
    for level, code in PLACES:
        for year in ask_records(told, "accorde_annees", niveau=level, territoire=code):
            when = {"annee_min": year["annee"], "annee_max": year["annee"]}
            rows = ask_records(told, "origine_argent", niveau=level, territoire=code, **when)
            assert added(rows, "accorde_ici_eur") == pytest.approx(year["accorde_eur"] or 0)
            assert (len(rows), sum(row["accorde_eur"] is not None for row in rows)) == (
                year["n_plans"], year["n_accordes"],
            )  # fmt: skip
            compared += 1
    assert compared > 60
    for division in ("departement", "bassin"):
        for place in ask_records(told, "finances_par_territoire", departement="03", division=division, annee_min=2024):
            when = {"annee_min": place["annee"], "annee_max": place["annee"]}
            rows = ask_records(told, "origine_argent", niveau=division, territoire=place["territoire"], **when)
            assert added(rows, "manque_ici_eur") == pytest.approx(place["manque_eur"] or 0)
            assert added(rows, "refuse_ici_eur") == pytest.approx(place["refuse_eur"] or 0)


def test_rows_of_costs_and_actions_add_up_to_the_figures_of_the_first_page(told: duckdb.DuckDBPyConnection) -> None:
    for scope in ({"departement": "03"}, {"departement": "03", "bassin": "033", "annee_min": 2024, "annee_max": 2024}):
        (costs,) = ask_records(told, "couts_connus", **scope)
        rows = ask_records(told, "origine_couts", **scope)
        assert added(rows, "bas_ici_eur") == pytest.approx(costs["bas_eur"], abs=0.01)
        assert (rows[0]["n_connus"], len(rows)) == (costs["n_connus"], costs["n_sujets"])
        (key,) = ask_records(told, "chiffres_cles", **scope)
        assert len(ask_records(told, "origine_actions", **scope)) == key["n_actions"]
    for level, code in PLACES[1:]:
        (place,) = ask_records(told, "territoire", niveau=level, territoire=code)
        listed = ask_records(told, "origine_sujets", niveau=level, territoire=code, sorte="action", limite=1)
        assert listed[0]["n_lignes"] == place["n_actions"]
    for need in ask_records(told, "offre_matrice", departement="03", division="bassin"):
        asked = {"besoin": need["besoin"], "departement": "03", "bassin": need["code_zone"]}
        assert len(ask_records(told, "origine_besoin", **asked)) == need["n_actives"]


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_counts_of_people_are_those_that_are_published_and_none_more(
    told: duckdb.DuckDBPyConnection, quantity: str
) -> None:
    elsewhere = {
        tuple(row[name] for name in ("sujet_id", "annee", "valeur", "borne_basse", "borne_haute", "secret", "ligne"))
        for row in ask_records(told, "mesures")
        if row["grandeur"] == quantity and row["etat"] == "validee"
    }
    compared = exact = withheld = 0
    for level, code in PLACES[1::2]:
        for total in ask_records(told, "effectifs_annees", niveau=level, territoire=code, grandeur=quantity):
            when = {"annee_min": total["annee"], "annee_max": total["annee"]}
            rows = ask_records(told, "origine_personnes", niveau=level, territoire=code, grandeur=quantity, **when)
            said = [row for row in rows if row["compte"] is not None]
            assert {
                (row["sujet_id"], row["annee"], row["valeur"], row["borne_basse"], row["borne_haute"], row["secret"],
                 row["ligne"])
                for row in said
            } <= elsewhere  # fmt: skip
            hidden = [row for row in said if row["secret"]]
            assert all(row[name] is None for row in hidden for name in ("valeur", "borne_basse", "borne_haute"))
            counted = [row for row in said if row["compte"] and not row["secret"]]
            seen = sum(row["borne_basse"] if row["valeur"] is None else row["valeur"] for row in counted)
            compared += 1
            if total["secret"]:
                withheld += 1
            elif hidden:
                assert seen <= total["compte"]
            else:
                exact += 1
                assert seen == total["compte"]
    assert compared > 20 and (quantity != "participations" or (exact and withheld))


@pytest.mark.parametrize("scope", [{"departement": "03"}, {"departement": "03", "bassin": "033", "annee_min": 2024}])
def test_fiches_grants_and_conventions_are_as_many_as_their_figures_say(
    told: duckdb.DuckDBPyConnection, scope: dict[str, Any]
) -> None:
    for field in ask_records(told, "completude", **scope):
        if not field["n_actions"]:
            continue
        rows = ask_records(told, "origine_champ", champ=field["champ"], **scope)
        assert (sum(row["renseigne"] for row in rows), len(rows)) == (field["n_renseignes"], field["n_actions"])
        if field["n_valides"] is not None:
            assert sum(row["valide"] for row in rows) == field["n_valides"]
    flows = ask_records(told, "flux_financiers", **scope, par_theme=1)
    for column, end in (("famille", "famille"), ("financeur", "financeur"), ("theme", "theme"), ("bassin", "vers")):
        ends = {column: flows[0][column], "dimension": flows[0]["dimension"]}
        through = [row["montant_eur"] for row in flows if row.items() >= ends.items()]
        rows = ask_records(told, "origine_flux", **scope, **{end: [ends[column]], "dimension": [ends["dimension"]]})
        assert added(rows, "accorde_ici_eur") == pytest.approx(sum(through))
    place = {key: scope.get(key) for key in ("departement", "bassin")}
    months = ask_records(told, "conventions_mois", **place)
    rows = ask_records(told, "origine_conventions", **place)
    assert len(rows) == added(months, "n")
    assert added(rows, "accorde_eur") == pytest.approx(added(months, "accorde_eur"))
    assert rows[0]["chargements"]


@pytest.mark.parametrize("scope", [{"departement": "03"}, {"departement": "03", "bassin": "033", "annee_min": 2024}])
def test_what_a_diagram_gathers_what_a_departure_tips_and_what_stopped_are_the_rows_listed(
    told: duckdb.DuckDBPyConnection, scope: dict[str, Any]
) -> None:
    rows = ask_records(told, "flux_financiers", **scope)
    drawn = sankey.flows(rows, ["financeur", "dimension"])
    ((node, euros),) = [(name, euros) for name, euros in drawn.of("financeur") if sankey.gathered(name)]
    names = sankey.behind(rows, {"financeur": node})["financeur"]
    assert node == f"{len(names)} autres" and len(drawn.of("financeur")) + len(names) - 1 == len(
        {row["financeur"] for row in rows}
    )
    assert added(ask_records(told, "origine_flux", **scope, financeur=names), "accorde_ici_eur") == pytest.approx(euros)
    place = {key: scope.get(key) for key in ("departement", "bassin")}
    whole = next(
        row
        for row in ask_records(told, "simulation_bilan", **place, famille="CAF", baisse=0.5)
        if row["bassin"] is None
    )
    touched = ask_records(told, "origine_depart", **place, famille="CAF", baisse=0.5)
    assert (len(touched), sum(row["bascule"] for row in touched)) == (whole["n_touchees"], whole["n_bascules"])
    assert added([row for row in touched if row["bascule"]], "manque_apres_eur") == pytest.approx(whole["manque_eur"])
    assert whole["n_bascules"] and touched[0]["chargements"]
    (ended,) = ask_records(told, "arrets_comptes", **scope)
    listed = ask_records(told, "origine_arrets", **scope)
    lacking = [row for row in listed if row["motif_fin_code"] == "financement"]
    assert (len(listed), len(lacking)) == (ended["n_avec_motif"], ended["n_arrets"])


def test_who_tells_people_without_a_year_and_which_fiches_have_none_are_listed(
    told: duckdb.DuckDBPyConnection,
) -> None:
    for quantity in people.QUANTITIES:
        asked = {"niveau": "departement", "territoire": "03", "grandeur": quantity}
        (count,) = ask_records(told, "effectif_sans_annee", **asked)
        rows = ask_records(told, "origine_sans_annee", **asked)
        assert len({row["sujet_id"] for row in rows}) == count["n_sujets"]
    (key,) = ask_records(told, "chiffres_cles", departement="03", annee_min=2024)
    rows = ask_records(told, "origine_actions", departement="03", annee_min=2024, sans_annee=1)
    assert len(rows) == key["n_actions_sans_annee"] > 0
