"""What maps, published figures and rates say beside a withheld interval: « au moins », never as if they were exact.

Every expected value is added up by hand.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from queries.copy import reading
from tests.queries.copy.test_totals import hidden, said
from tests.small.facts import answer as rows
from tests.small.facts import filled


@pytest.fixture(scope="module")
def withheld(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """« 1 à 2 » (s) beside 5, 200 and « 80 à 90 » participations, and as many people; volunteers."""
    people = hidden("intervalle", "", 1, 2)
    told = people["mesures"]
    told = [*told, *({**row, "grandeur": "participants_distincts"} for row in told)]
    told += [
        said("petit", "intervalle", "", 1, 2, grandeur="benevoles"),
        *(said(ref, "exacte", 20, grandeur="benevoles") for ref in ("garde", "b", "c")),
        *(said(ref, "exacte", 10, grandeur="professionnels") for ref in ("petit", "garde", "b", "c")),
    ]
    store = filled(reference_store, tmp_path_factory.mktemp("tus"), {**people, "mesures": told})
    with reading.reader(store) as root:
        yield root


def test_maps_and_published_figures_say_at_least_beside_a_withheld_interval(
    withheld: duckdb.DuckDBPyConnection,
) -> None:
    columns = ("participants", "participants_bas", "participants_haut")
    (moulins,) = (r for r in rows(withheld, "carte_communes", departement="03") if r["code_commune"] == "03190")
    (allier,) = (r for r in rows(withheld, "carte_departements") if r["code_departement"] == "03")
    assert [[place[name] for name in columns] for place in (moulins, allier)] == [[285, 285, None]] * 2
    (figure,) = (r for r in rows(withheld, "chiffres_publies") if r["cle"] == "participants_03")
    assert (figure["valeur"], figure["au_moins"], figure["secret"]) == (285, True, False)


def test_rates_have_bounds_beside_a_withheld_interval(withheld: duckdb.DuckDBPyConnection) -> None:
    asked = {"niveau": "bassin", "territoire": "032", "annee": 2023}
    (rate,) = rows(withheld, "valeurs_indicateurs", indicateur="A2", **asked)
    assert (rate["au_moins"], rate["au_plus"]) == (pytest.approx(285_000 / rate["denominateur"]), None)
    # 60 volunteers of three actions beside 40 professionals of four, at their mean: 60 of 90. At least 60 of 100, with
    # nobody of « 1 à 2 »; nothing says the most.
    (share,) = rows(withheld, "valeurs_indicateurs", indicateur="E1", **asked)
    assert (share["numerateur"], share["denominateur"]) == (60, 90)
    assert (share["au_moins"], share["au_plus"]) == (pytest.approx(60), None)
