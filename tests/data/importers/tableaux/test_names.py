"""What a line names, in the file or in the store: what is not sure is told, with what it may be."""

import shutil
import zipfile
from pathlib import Path

import pytest

from data import models, store
from data.importers.tableaux.headings import key
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.reader import read
from data.loading.load import load
from tests.data.importers.tableaux.tables import GOOD, NOWHERE, reason, rows, sheet_csv, stored, table
from tests.small.people import KEEPER
from tests.tools.workbooks import fill

# ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("instance", "day", "found"),
    [
        ("Autre", "12/03/2024", "autre-1"),
        ("autre", "2024-03-12", "autre-1"),
        ("Autre", "13/03/2024", "séances connues : 12/03/2024"),
        ("Comité", "12/03/2024", "écrivez l'identifiant (comite-a, comite-b)"),
        ("Comite-a", "12/03/2024", "rien de connu ne porte ce nom (instance)"),
        ("comite-a", "12/03/2024", "séances connues : aucune"),
    ],
)
def test_a_presence_names_its_seance(instance: str, day: str, found: str, tmp_path: Path) -> None:
    lines = [[instance, day, "élus", "", "", "3", ""]]
    batch = read([sheet_csv(tmp_path / "p.csv", "instances", 2, lines)], stored)
    if batch.rejects:
        assert found in reason(batch)
    else:
        assert rows(batch, "presences")[0]["seance_id"] == found


def test_what_was_loaded_before_can_be_named(tmp_path: Path, real_store: Path) -> None:
    lines = [["Comité départemental du vivre-ensemble de l'Allier", "15/11/2011", "élus", "", "", "12", ""]]
    file = sheet_csv(tmp_path / "p.csv", "instances", 2, lines)
    path = Path(shutil.copytree(real_store, tmp_path / "reel"))
    report = load(KEEPER, "tableaux", [file], path, dry_run=True)
    assert (report.etat, report.gardees) == ("simulation", 1), report.as_text()


def test_a_name_that_a_refused_line_may_bear_designates_nothing(tmp_path: Path) -> None:
    events = [
        ["Fête", "", "", "32/05/2023", "", "03", "", "", ""],
        ["Fête", "", "", "24/05/2024", "", "03", "", "", ""],
    ]
    answers = [["Fête", "", "2023", "", "12", "", ""], ["Fête", "24/05/2024", "2024", "", "12", "", ""]]
    batch = read(
        [
            sheet_csv(tmp_path / "e.csv", "evenements", 0, events),
            sheet_csv(tmp_path / "q.csv", "evenements", 2, answers),
        ]
    )
    assert [(reject.fichier, reject.ligne) for reject in batch.rejects] == [("e.csv", 2), ("q.csv", 2)]
    assert batch.rejects[1].raison == "la ligne 2, qui le définit, est refusée : corrigez-la d'abord"
    assert [row["sujet_id"] for row in rows(batch, "mesures")] == ["fete-03-2024-05-24"]


def test_a_line_said_twice_can_still_be_named(tmp_path: Path) -> None:
    batch = read(
        [
            table(tmp_path / "s.csv", "structures", [GOOD, GOOD]),
            sheet_csv(tmp_path / "a.csv", "structures", 1, [[GOOD[0], "CAF", "Animation", "2024", ""]]),
        ]
    )
    assert (batch.read, batch.kept, len(rows(batch, "agrements"))) == (3, 2, 1)


def test_a_questionnaire_cannot_count_more_answers_than_it_may(tmp_path: Path) -> None:
    events = [["Fête", "", "", "2024", "", "03", "", "", ""]]
    answers = [["Fête", "", "2024", "10", "12", "3", ""], ["Fête", "", "2023", "", "", "", ""]]
    batch = read(
        [
            sheet_csv(tmp_path / "e.csv", "evenements", 0, events),
            sheet_csv(tmp_path / "q.csv", "evenements", 2, answers),
        ]
    )
    assert [reject.raison.partition(" :")[0] for reject in batch.rejects] == [
        "plus de répondants que de questionnaires",
        "aucun compte",
    ]


def test_the_reference_divisions_are_not_divided_again(tmp_path: Path) -> None:
    lines = [["epci", "200071140", "Moulins", "03", "", "essai"]]
    assert "autre que epci ou arrondissement" in reason(read([table(tmp_path / "z.csv", "divisions", lines)]))


@pytest.mark.parametrize(("code", "departement"), [("12", "63"), ("63A", "")])
def test_the_code_of_a_bassin_begins_with_its_departement(code: str, departement: str, tmp_path: Path) -> None:
    lines = [["bassin", code, "Thiers", departement, "", "essai"]]
    assert "commence par celui de son département" in reason(read([table(tmp_path / "z.csv", "divisions", lines)]))


def test_every_column_goes_somewhere() -> None:
    columns = store.contract_columns()
    for kind in KINDS.values():
        for sheet in kind.sheets:
            names = [key(column.heading) for column in sheet.columns]
            assert len(set(names)) == len(names)
            own = {column.field for column in sheet.columns if not column.field.startswith("_")}
            assert own <= set(columns[sheet.table]), (kind.name, sheet.name)
            assert set(sheet.key) <= set(columns[sheet.table])
            assert all(len(example) == len(sheet.columns) for example in sheet.examples)
            assert len(sheet.examples) == 2


def test_the_archive_of_a_filled_model_is_sound(tmp_path: Path) -> None:
    file = fill(models.workbook("prix", NOWHERE), {"Indice des prix": [[2025, 1.5, "x"]]}, tmp_path / "p.xlsx")
    with zipfile.ZipFile(file) as book:
        assert book.testzip() is None
