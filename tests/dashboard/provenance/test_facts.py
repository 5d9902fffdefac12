"""What is said of the rows behind a figure."""

from pathlib import Path

import pytest

import queries
from dashboard.frame.scope import Dataset, Scope
from dashboard.overview import glance
from dashboard.provenance import facts, followed, indicator
from dashboard.provenance.indicator import Value
from tests.tools.pages import NO_COPY


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("accorde_ici_eur", "Accordé inconnu dans 1 sur 9 de ces plans."),
        ("refuse_ici_eur", "Demandé ou accordé inconnu dans 3 sur 9 de ces plans."),
        ("manque_ici_eur", "Coût, ou accordé d'une des aides, inconnu dans 5 sur 9 de ces plans."),
        (None, ""),
    ],
)
def test_each_sum_of_plans_says_what_it_lacks_itself(column: str | None, said: str) -> None:
    listed = facts.money(column)
    assert listed.lacks({"n_lignes": 9, "n_accordes": 8, "n_demandes": 6, "n_manques": 4}) == said
    # Nothing is said to be added up where no column is.
    assert ("additionnés" in listed.title) == (column is not None)


@pytest.mark.parametrize(
    ("name", "known", "total", "said"),
    [
        # Of the actions that end in the year, not of those that run in it.
        ("F8", 11, 20, "11 renseignés sur 20 (55 %), actions terminées dans l'année."),
        ("G2", 2, 3, "2 renseignés sur 3, fiches actives dans l'année, ou sans date."),
        ("F9", 1, 1, "1 renseigné sur 1."),
    ],
)
def test_an_indicator_says_its_own_counts_of_the_rows_that_its_sql_names(
    name: str, known: int, total: int, said: str
) -> None:
    sql = (Path(queries.__file__).parent / f"catalogue/indicateurs/{name}.sql").read_text(encoding="utf-8")
    (listed,) = indicator.behind(Value({"id": name, "sql": sql}, {"n_renseignes": known, "n_total": total}, 1))
    told = listed.lacks({"n_lignes": total, "n_comptees": known, "n_numerateur": 1}).replace("\u202f", " ")
    entering = "1 ligne entre" if known == 1 else f"{known} lignes entrent"
    assert told == f"{said} {entering} dans le calcul, dont 1 au numérateur."


def test_an_indicator_of_another_catalogue_may_name_no_row() -> None:
    assert indicator.behind(Value({"id": "Z1", "sql": "SELECT 'lignes AS (' AS niveau"}, {}, 1)) == []


def test_known_costs_say_nothing_of_grants_that_they_were_not_asked() -> None:
    scope = Scope(Dataset("essai", "", Path()), NO_COPY, "03")
    figure = glance.costs({"bas_eur": 500.0, "haut_eur": 500.0, "n_connus": 1, "n_sujets": 3}, scope)
    assert "accordé" not in f"{figure.n} {figure.note} {figure.coverage}"


def test_the_amount_of_a_family_is_what_its_figure_is_made_from_and_withheld_alone() -> None:
    question = "budget_par_famille_de_financeur"
    columns = ("accorde_eur", "n_sujets")
    row = {"accorde_eur": 700.0, "n_sujets": 3, "secrets": []}
    told = dict(followed.parts(question, columns, [row], "secret"))
    (amount,) = [said for what, said in told.items() if what.startswith("Accordé")]
    assert amount.replace("\u202f", " ") == "700 €" and "3" in told.values()
    withheld = followed.parts(question, columns, [{**row, "accorde_eur": None, "secrets": ["accorde"]}], "secret")
    assert [said for _, said in withheld] == ["s", "3"]
