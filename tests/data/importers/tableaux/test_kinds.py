"""What some kinds say that the others do not: fiches kept unreviewed, examples in budgets and grants."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from data import models, store
from data.importers import UNREVIEWED
from data.importers.budgets.reader import read as read_budgets
from data.importers.subventions.reader import read as read_grants
from data.importers.tableaux.headings import MARKED
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.links import Links, Named
from data.importers.tableaux.reader import read
from data.loading.load import load
from tests.data.importers.tableaux.tables import (
    GOOD,
    NOWHERE,
    Sheets,
    reason,
    rewritten,
    rows,
    sheet_csv,
    stored,
    told,
)
from tests.small.people import KEEPER
from tests.tools.workbooks import Value, fill, line

ACTIONS, FUNDINGS = KINDS["fiches"].sheets


def action(**values: Value) -> list[Value]:
    named: dict[str, Value] = {"titre": "Jardin", "structure": "Centre social", "code_departement": "03"}
    return line(ACTIONS, **(named | values))


def fiches(path: Path, *actions: list[Value], fundings: list[list[Value]] | None = None) -> Path:
    return fill(models.workbook("fiches", NOWHERE), {"Actions": actions, "Financements": fundings or []}, path)


def test_what_nobody_reviewed_of_a_fiche_stays_so_in_a_table(tmp_path: Path, fresh_store: Path) -> None:
    report = load(KEEPER, "tableaux", [fiches(tmp_path / "f.xlsx", action(resume="Mme X vient seule."))], fresh_store)
    assert report.etat == "chargee", report.as_text()
    ((kept,),) = store.ask_facts(fresh_store, "SELECT format FROM sources WHERE titre LIKE 'Fiches actions%'")
    assert kept in UNREVIEWED
    assert store.ask_facts(fresh_store, "SELECT count(*) FROM actions_termes") == [(0,)]


def test_an_action_without_a_commune_is_known_by_its_departement(tmp_path: Path) -> None:
    (place,) = rows(read([fiches(tmp_path / "f.xlsx", action())]), "actions_lieux")
    assert (place.get("code_commune"), place["code_departement"], place["precision"]) == (
        None,
        "03",
        "departement_seul",
    )


def test_the_same_action_again_is_known_and_another_version_is_told(tmp_path: Path, fresh_store: Path) -> None:
    assert load(KEEPER, "tableaux", [fiches(tmp_path / "a.xlsx", action(_cout=10))], fresh_store).etat == "chargee"
    again = load(KEEPER, "tableaux", [fiches(tmp_path / "b.xlsx", action(_cout=10), fundings=[])], fresh_store)
    assert again.etat == "deja_chargee", again.as_text()
    other = load(KEEPER, "tableaux", [fiches(tmp_path / "c.xlsx", action(_cout=20))], fresh_store, dry_run=True)
    assert (other.etat, "« Ce fichier remplace un chargement » (au terminal : --replace" in other.message) == (
        "refusee",
        True,
    )
    paid = line(FUNDINGS, sujet_id="Jardin", financeur="CAF", exercice=2024, accorde_eur=100)
    richer = fiches(tmp_path / "d.xlsx", action(_cout=10), fundings=[paid])
    assert load(KEEPER, "tableaux", [richer], fresh_store, dry_run=True).etat == "refusee"


@pytest.mark.parametrize(
    ("values", "column", "words"),
    [
        ({"_participants": 20, "_precision": "entre deux"}, "Participants, jusqu'à", "demande deux nombres"),
        ({"_participants": 20, "_jusqu_a": 30}, "Participants, précision", "la précision est « entre deux »"),
        ({"_participants": 30, "_jusqu_a": 20, "_precision": "entre deux"}, "Participants, jusqu'à", "plus grande"),
        ({"_participants": 2.5}, "Participants", "un nombre entier"),
        ({"_participants": -1}, "Participants", "un nombre entier"),
        ({"date_debut": "2024", "date_fin": "2023"}, "Fin", "la fin est avant le début"),
        ({"date_debut": "31/02/2024"}, "Début", "ce jour n'existe pas"),
        ({"_annee": 1895}, "Année des comptes", "une année est attendue"),
        (
            {"_communes": "03190 ; Saint-Martin"},
            "Communes",
            "aucune commune de ce nom dans le département 03 ; ailleurs : 32389",
        ),
    ],
)
def test_what_an_action_cannot_say_is_told(values: dict[str, Value], column: str, words: str, tmp_path: Path) -> None:
    batch = read([fiches(tmp_path / "f.xlsx", action(**values))])
    assert [reject.colonne for reject in batch.rejects] == [column]
    assert words in reason(batch)


def test_an_end_in_the_month_of_its_beginning_is_no_contradiction(tmp_path: Path) -> None:
    (row,) = rows(read([fiches(tmp_path / "f.xlsx", action(date_debut="15/02/2024", date_fin="02/2024"))]), "actions")
    assert (row["date_debut"], row["date_fin"]) == (date(2024, 2, 15), date(2024, 2, 29))


def test_sheets_may_stand_in_any_order(tmp_path: Path) -> None:
    def reverse(sheets: Sheets) -> None:
        sheets["Structures"].append([*GOOD, None])
        sheets["Agréments"].append(["Centre social des Coteaux", "CAF", "Animation", "2024", None, None])
        turned = dict(reversed(list(sheets.items())))
        sheets.clear()
        sheets.update(turned)

    batch = read([rewritten(tmp_path / "s.xlsx", "structures", reverse)])
    assert (batch.kept, batch.rejects) == (2, [])
    assert rows(batch, "agrements")[0]["structure_id"] == "centre-social-des-coteaux-03"


def test_a_sheet_that_is_none_of_the_kind_is_told(tmp_path: Path) -> None:
    def more(sheets: Sheets) -> None:
        sheets["Structures"].append([*GOOD, None])
        sheets["Brouillon"] = [["à faire"], ["appeler"]]

    batch = read([rewritten(tmp_path / "s.xlsx", "structures", more)])
    assert any("« Brouillon » : laissée de côté" in warning for warning in batch.warnings)


def test_a_workbook_that_is_of_another_kind_than_it_says_is_told(tmp_path: Path) -> None:
    def other(sheets: Sheets) -> None:
        del sheets["Cibles"]
        sheets["Feuille1"] = [[column.title for column in KINDS["enveloppes"].sheets[0].columns], ["03", None, 2024, 5]]

    batch = read([rewritten(tmp_path / "c.xlsx", "cibles", other)])
    assert batch.kept == 1
    assert any("dit « Cibles », ses colonnes sont celles de « Enveloppes »" in warning for warning in batch.warnings)


# ── Examples, for readers that know nothing of models ────────────────────────────────────────────────────────────────


def test_an_example_of_a_budget_that_was_changed_is_told(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Budget"][1][7] = 999
        sheets["Budget"].append(["Jardin", 2024, "réalisé", "charge", "60", "compte", "Achats", 300, None, None])

    batch = read_budgets([rewritten(tmp_path / "b.xlsx", "budgets", change)])
    # Whose line it was is not known: the budget beside it, which may lack it, is refused whole.
    assert (batch.read, batch.kept, told(batch)) == (2, 0, [(2, "Exemple", MARKED), (4, None, "Achats")])
    assert "sa ligne 2 ne se lit pas" in batch.rejects[1].raison


def test_examples_of_grants_never_count(tmp_path: Path) -> None:
    grant = [
        "Département de l'Allier", "22030001800016", "2024-03-19", "D-1", "Club", None, "Fêtes", 150.5,
        "aide en numéraire", "en une fois", "2024-04-01/2024-04-01", None, "non", 1, None, None,
    ]  # fmt: skip

    def change(sheets: Sheets) -> None:
        header, first, second = sheets["Subventions"]
        sheets["Subventions"] = [header, [*grant, None], second, [*first[:7], 7777, *first[8:]]]

    batch = read_grants([rewritten(tmp_path / "g.xlsx", "subventions", change)])
    assert (batch.read, batch.kept) == (2, 1)
    assert "marquée « exemple » mais modifiée" in reason(batch)
    grants = batch.rows["subventions"]
    assert isinstance(grants, pa.Table)
    assert grants.column("montant_eur").to_pylist() == [Decimal("150.50")]


def test_a_decision_says_its_seance_and_its_subject_whole(tmp_path: Path) -> None:
    lines = [
        ["Décider", "décision", "Autre", "", "", "", "", "", ""],
        ["Décider", "décision", "", "", "action", "", "", "", ""],
        ["Décider", "décision", "", "", "", "", "", "", ""],
    ]
    batch = read([sheet_csv(tmp_path / "d.csv", "decisions", 0, lines)], stored)
    assert batch.kept == 1
    words = {(reject.ligne, reject.colonne): reject.raison for reject in batch.rejects}
    assert "par son instance et sa date" in words[2, "Date de la séance"]
    assert "par son type et son nom" in words[3, "Sujet"]


def test_a_session_before_its_committee_leaves_the_sound_one(fresh_store: Path, tmp_path: Path) -> None:
    """The committee is of 2012: of sessions of 2010 and 2013, one is kept, whose doubts and refusals are printed."""
    committee = ["Comité", "comité départemental", "03", None, None, None, "15/03/2012", None]
    first = sheet_csv(tmp_path / "i.csv", "instances", 0, [committee])
    assert load(KEEPER, "tableaux", [first], fresh_store).etat == "chargee"
    sessions = [["Comité", "15/11/2010", None, None], ["Comité", "15/11/2013", "Bilan", None]]
    file = sheet_csv(tmp_path / "s.csv", "instances", 1, sessions)
    assert load(KEEPER, "tableaux", [file], fresh_store, dry_run=True).etat == "refusee"
    report = load(KEEPER, "tableaux", [file], fresh_store, keep_sound=True)
    assert (report.etat, report.gardees, [reject.ligne for reject in report.rejets]) == ("chargee", 1, [2])
    assert [row[0] for row in store.ask_facts(fresh_store, "SELECT objet FROM seances")] == ["Bilan"]


def test_the_structure_of_a_fiche_is_the_known_one_of_that_name() -> None:
    """« La Rotonde » of the Allier, not its namesake of the Puy-de-Dôme, nor what was merged in it; two are told."""
    known = [
        Named("s03-13", "La Rotonde", place="03"),
        Named("s63-1", "La Rotonde", place="63"),
        Named("twin", "La  rotonde", place="03", merged="s03-13"),
        Named("a", "Amicale", place="03"),
        Named("b", "Amicale", place="03"),
    ]
    links = Links(lambda target: known if target == "structure" else [])
    found = links.known("structure", "la rotonde", "03")
    assert found is not None and found.identifier == "s03-13"
    assert links.known("structure", "La Rotonde", "15") is None
    with pytest.raises(ValueError, match=r"plusieurs portent ce nom \(structure\).*a, b"):
        links.known("structure", "Amicale", "03")


def test_a_fiche_of_a_known_structure_makes_no_other_one(tmp_path: Path) -> None:
    def held(target: str) -> list[Named]:
        return [Named("s03-13", "Centre social", place="03")] if target == "structure" else []

    batch = read([fiches(tmp_path / "f.xlsx", action(), action(titre="Café", structure="s03-13"))], held)
    assert [(row["structure_id"], row["structure"]) for row in rows(batch, "actions")] == 2 * [
        ("s03-13", "Centre social")
    ]
    assert not batch.rows.get("structures")
