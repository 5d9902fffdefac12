"""Tables of a kind known by their headings: examples that never load, columns by name, kinds told apart."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from data import models, store
from data.batch import RefusedError
from data.importers.tableaux.headings import MARKED, recognise
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.reader import read
from data.loading.load import load
from data.reading.grids import read_grids
from data.reading.workbook import Cell
from tests.data.importers.tableaux.tables import GOOD, NOWHERE, Sheets, reason, rewritten, rows, sheet_csv, table
from tests.small.people import KEEPER

# ── Examples ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_examples_never_load_wherever_they_stand(tmp_path: Path) -> None:
    def reorder(sheets: Sheets) -> None:
        header, *examples = sheets["Structures"]
        sheets["Structures"] = [header, [*GOOD, None], *reversed(examples)]

    batch = read([rewritten(tmp_path / "s.xlsx", "structures", reorder)])
    assert [row["nom"] for row in rows(batch, "structures")] == ["Centre social des Coteaux"]
    assert (batch.read, batch.kept, batch.rejects) == (1, 1, [])


def test_an_example_without_its_mark_is_still_one(tmp_path: Path) -> None:
    def unmark(sheets: Sheets) -> None:
        sheets["Structures"] = [[*row[:-1]] for row in sheets["Structures"]] + [GOOD]

    batch = read([rewritten(tmp_path / "s.xlsx", "structures", unmark)])
    assert (batch.read, len(rows(batch, "structures"))) == (1, 1)


def test_an_example_that_was_overwritten_is_told_then_loads(tmp_path: Path) -> None:
    def overwrite(mark: str | None) -> Callable[[Sheets], None]:
        def change(sheets: Sheets) -> None:
            sheets["Structures"][1] = [*GOOD, mark]

        return change

    batch = read([rewritten(tmp_path / "a.xlsx", "structures", overwrite(MARKED))])
    assert (batch.read, batch.kept) == (1, 0)
    assert "marquée « exemple » mais modifiée" in reason(batch)
    batch = read([rewritten(tmp_path / "b.xlsx", "structures", overwrite(None))])
    assert [row["nom"] for row in rows(batch, "structures")] == ["Centre social des Coteaux"]


@pytest.mark.parametrize("name", KINDS)
def test_the_csv_of_a_model_holds_no_line(name: str, tmp_path: Path) -> None:
    for rank, text in enumerate(models.delimited(name).values()):
        (tmp_path / f"{rank}.csv").write_bytes(text.encode())
        (found,) = recognise(read_grids(tmp_path / f"{rank}.csv"))
        assert (found.kind.name, found.sheet) == (name, KINDS[name].sheets[rank])
    if KINDS[name].reader == "tableaux":
        with pytest.raises(RefusedError, match="aucune ligne à charger"):
            read(sorted(tmp_path.glob("*.csv")))


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_columns_are_read_by_name_in_any_order(tmp_path: Path) -> None:
    def shuffle(sheets: Sheets) -> None:
        sheets["Structures"] = [row[::-1] for row in [*sheets["Structures"], [*GOOD, None]]]
        sheets["Structures"][0] = [str(cell).upper() for cell in sheets["Structures"][0]]

    batch = read([rewritten(tmp_path / "s.xlsx", "structures", shuffle)])
    (row,) = rows(batch, "structures")
    assert (row["nom"], row["code_commune"]) == ("Centre social des Coteaux", "03190")


def test_missing_extra_and_renamed_columns_are_told_apart(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Structures"].append([*GOOD, None])
        added: list[Cell] = ["Budget", 1, 2, 3]
        for row, word in zip(sheets["Structures"], added, strict=True):
            del row[5]
            row.append(word)
        sheets["Structures"][0][1] = "Type ou famille"

    batch = read([rewritten(tmp_path / "s.xlsx", "structures", change)])
    assert rows(batch, "structures")[0]["type"] is None
    words = "\n".join(batch.warnings)
    assert "la colonne « Type ou famille » n'est pas lue ; est-ce « Type » ?" in words
    assert "colonnes en plus, non lues : « Budget »" in words
    assert "colonnes absentes, donc inconnues : « RNA »" in words


def test_a_heading_without_end_is_told_by_its_beginning(tmp_path: Path) -> None:
    header = [*(column.title for column in KINDS["structures"].sheets[0].columns), "z" * 5000]
    with (tmp_path / "s.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, [*GOOD, "1"]])
    batch = read([tmp_path / "s.csv"])
    assert [warning for warning in batch.warnings if "z" * 80 in warning and "z" * 81 not in warning]


def test_a_required_column_that_was_renamed_is_asked_for(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Structures"].append([*GOOD, None])
        sheets["Structures"][0][0] = "Nom usuel"

    file = rewritten(tmp_path / "s.xlsx", "structures", change)
    with pytest.raises(RefusedError, match="il manque « Nom » \\(est-ce « Nom usuel » \\? renommez-la\\)"):
        read([file])


def test_a_column_written_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("Nom;Type;Département;Nom\nA;evs;03;B\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="« Nom », colonne écrite deux fois"):
        read([tmp_path / "s.csv"])


def test_a_header_repeated_further_down_is_no_line(tmp_path: Path) -> None:
    header = [column.title for column in KINDS["structures"].sheets[0].columns]
    batch = read([table(tmp_path / "s.csv", "structures", [GOOD, header, ["Club", *GOOD[1:]]])])
    assert (batch.kept, reason(batch)) == (2, "en-tête répété : supprimez cette ligne")


# ── Kinds ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_recognised_without_what_it_says_it_is(name: str, tmp_path: Path) -> None:
    (tmp_path / "m.xlsx").write_bytes(models.workbook(name, NOWHERE))
    grids = [grid for grid in read_grids(tmp_path / "m.xlsx") if grid.sheet not in ("Lisez-moi", "Listes")]
    found = recognise(grids)
    assert [(one.kind.name, one.sheet.name, one.share) for one in found] == [
        (name, sheet.name, 1) for sheet in KINDS[name].sheets
    ]


def test_the_model_of_another_format_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(models.workbook("budgets", NOWHERE))
    with pytest.raises(RefusedError, match=r"est le modèle « Budgets .* » : chargez-le au format « budgets »"):
        read([tmp_path / "b.xlsx"])


def test_two_kinds_are_two_loads(tmp_path: Path) -> None:
    files = [
        table(tmp_path / "s.csv", "structures", [GOOD]),
        table(tmp_path / "e.csv", "enveloppes", [["03", "", "2024", "5", "", ""]]),
    ]
    with pytest.raises(RefusedError, match=r"Un chargement, un seul genre : s\.csv est « Structures et agréments »"):
        read(files)


def test_a_table_of_no_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("couleur;poids\nrouge;3\n", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"aucune feuille n'a les colonnes d'un modèle connu.*structures"):
        read([tmp_path / "a.csv"])


@pytest.mark.parametrize(("encoding", "separator"), [("cp1252", ";"), ("utf-8", ","), ("utf-8-sig", "\t")])
def test_csv_of_the_usual_kinds_load(encoding: str, separator: str, tmp_path: Path, fresh_store: Path) -> None:
    structures = sheet_csv(
        tmp_path / "structures.csv", "structures", 0, [["Évasion à Cœur ouvert", *GOOD[1:]]], encoding, separator
    )
    agreed = [["evasion a coeur ouvert", "CAF", "Animation", "2024", ""]]
    report = load(
        KEEPER,
        "tableaux",
        [structures, sheet_csv(tmp_path / "agrements.csv", "structures", 1, agreed, encoding, separator)],
        fresh_store,
    )
    assert (report.etat, report.gardees) == ("chargee", 2), report.as_text()
    assert store.ask_facts(fresh_store, "SELECT nom FROM structures JOIN agrements USING (structure_id)") == [
        ("Évasion à Cœur ouvert",)
    ]
