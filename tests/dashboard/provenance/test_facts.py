"""What is said of the rows behind a figure."""

from pathlib import Path

import pytest

import queries
from dashboard.frame.scope import Dataset, Scope
from dashboard.overview import glance
from dashboard.provenance import facts, followed, indicator
from dashboard.provenance.asked import Asked
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
    ("name", "natures", "fields", "known", "total", "titles", "said"),
    [
        # Of the actions that end in the year: those that run in it are listed, and are not said to be counted.
        (
            "F8", ["actions"], ["motif de fin"], 11, 20, ["Les actions actives de l'année"],
            "11 renseignés sur 20 (55 %), actions terminées dans l'année.",
        ),
        (
            "G2", ["actions"], [], 2, 3, ["Les actions actives de l'année"],
            "2 renseignés sur 3, fiches actives dans l'année, ou sans date.",
        ),
        (
            "F9", ["argent", "mesures"], ["participations"], 1, 1,
            ["Les plans de financement de l'exercice", "Les nombres de personnes de l'année"], "1 renseigné sur 1.",
        ),
    ],
)  # fmt: skip
def test_an_indicator_says_its_own_counts_of_lists_that_are_called_what_they_are(
    name: str, natures: list[str], fields: list[str], known: int, total: int, titles: list[str], said: str
) -> None:
    sql = (Path(queries.__file__).parent / f"catalogue/indicateurs/{name}.sql").read_text(encoding="utf-8")
    entry = {"id": name, "natures": natures, "champs": fields, "sql": sql}
    listed = indicator.behind(Value(entry, {"n_renseignes": known, "n_total": total}, 1))
    assert [one.title for one in listed] == titles
    told = {one.lacks({"n_lignes": 99, "n_manque": 98, "n_dits": 1}).replace("\u202f", " ") for one in listed}
    assert told == {f"L'indicateur compte selon sa propre règle : {said}"}


def test_an_amount_that_another_year_tells_is_not_said_to_be_there_this_year() -> None:
    entry = {"id": "F5", "natures": ["actions"], "champs": ["commune", "montant accordé"], "sql": ""}
    (listed,) = indicator.behind(Value(entry, {}, 1))
    scope = Scope(Dataset("essai", "", Path()), NO_COPY, "03")
    assert listed.values(Asked(scope, "indicateur-F5", "departement", "03", "Allier", 2024))["champ"] == ["commune"]


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
