"""Every model, filled in and sent back, loads without an error; what the store then says is written by hand."""

import re
import shutil
import zipfile
from itertools import cycle
from pathlib import Path

import pytest

from data import models, store
from data.importers.tableaux.headings import MARKED
from data.importers.tableaux.kinds import KINDS
from data.loading.load import load
from data.reading.grids import read_grids
from data.report import Report
from queries.copy import reading
from tests.data.importers.tableaux.filled import FILLED
from tests.small.people import CHIEF, KEEPER
from tests.tools.workbooks import fill


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Report]]:
    """A store where each model was loaded, one after the other, and their reports."""
    folder = tmp_path_factory.mktemp("modeles")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    reports = {}
    for name, filled in FILLED.items():
        file = fill(models.workbook(name, path), filled.sheets, folder / f"{name}.xlsx")
        reports[name] = load(CHIEF, KINDS[name].reader, [file], path)
    return path, reports


def test_every_kind_is_filled() -> None:
    assert set(FILLED) == set(KINDS)


@pytest.mark.parametrize("name", FILLED)
def test_a_model_filled_in_loads_without_an_error(name: str, loaded: tuple[Path, dict[str, Report]]) -> None:
    path, reports = loaded
    report = reports[name]
    assert (report.etat, report.rejets, report.refusees) == ("chargee", [], 0), report.as_text()
    assert report.gardees == sum(len(rows) for rows in FILLED[name].sheets.values())
    for sql, expected in FILLED[name].answers.items():
        assert store.ask_facts(path, sql) == expected, sql


@pytest.mark.parametrize("name", FILLED)
def test_a_model_saved_again_says_nothing_new(
    name: str, loaded: tuple[Path, dict[str, Report]], tmp_path: Path
) -> None:
    """Another file by its bytes, under the same name: each of its lines is there already."""
    path, reports = loaded
    file = fill(models.workbook(name, path), FILLED[name].sheets, tmp_path / f"{name}.xlsx")
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"saved again"
    report = load(CHIEF, KINDS[name].reader, [file], path, dry_run=True)
    assert (report.etat, report.lues, report.gardees) == ("deja_chargee", reports[name].lues, 0), report.as_text()
    assert len(report.rejets) == report.refusees == report.lues


def test_no_example_is_a_fact(loaded: tuple[Path, dict[str, Report]]) -> None:
    path, _ = loaded
    told = " ".join(
        str(row)
        for table in store.contract_tables()
        if table not in ("sources", "communes", "communes_anciennes", "populations", "zones", "zones_communes")
        for row in store.ask_facts(path, f"SELECT * FROM {table}")
    )
    assert "Jardin des Coteaux" in told
    assert not re.search("exemple|Modèles", told)


def test_what_the_models_bring_is_read_as_any_fact(loaded: tuple[Path, dict[str, Report]]) -> None:
    path, _ = loaded
    with reading.reader(path) as root:
        assert root.execute("SELECT titre FROM actions_listees").fetchall() == [("Jardin des Coteaux",)]
        sql = "SELECT code_commune, part FROM lieux_sujets WHERE sujet_type = 'evenement' ORDER BY sujet_id"
        assert root.execute(sql).fetchall() == [("03190", 1.0), ("03190", 1.0)]
        # 2 000 € asked, 1 500 € granted, the charges of the actual budget: 300 €.
        plan = "SELECT demande_eur, accorde_eur, cout_eur FROM plans_financement WHERE exercice = 2024"
        assert root.execute(plan).fetchall() == [(2000, 1500, 300)]


# Code of a département, then its name and the code of its most peopled commune; Paris is one commune.
ELSEWHERE = {
    "63": ("Puy-de-Dôme", "63113"),
    "2A": ("Corse-du-Sud", "2A004"),
    "974": ("La Réunion", "97411"),
    "75": ("Paris", "75056"),
}


@pytest.mark.parametrize(("name", "code"), zip(KINDS, cycle(["03", *ELSEWHERE])))
def test_a_model_left_as_it_is_holds_no_line(name: str, code: str, tmp_path: Path, fresh_store: Path) -> None:
    """Whatever département it was made for, it comes back here, in the Allier."""
    (tmp_path / "m.xlsx").write_bytes(models.workbook(name, fresh_store, code_departement=code))
    report = load(KEEPER, KINDS[name].reader, [tmp_path / "m.xlsx"], fresh_store)
    assert (report.etat, report.gardees) == ("refusee", 0), report.as_text()
    assert report.rejets == []


@pytest.mark.parametrize("name", KINDS)
def test_a_model_is_plain_text_and_numbers_with_help(name: str, tmp_path: Path) -> None:
    (tmp_path / "m.xlsx").write_bytes(models.workbook(name, tmp_path / "aucun"))
    with zipfile.ZipFile(tmp_path / "m.xlsx") as book:
        assert not any("hyperlink" in book.read(member).decode() for member in book.namelist())
        sheets = [book.read(member).decode() for member in book.namelist() if member.startswith("xl/worksheets/sheet")]
    assert not any(re.search("<f[ >]", sheet) for sheet in sheets)
    for sheet, description in zip(sheets[1:], KINDS[name].sheets, strict=False):
        assert 'state="frozen"' in sheet
        assert sheet.count("<dataValidation ") >= len(description.columns)
    grids = {grid.sheet: grid.rows for grid in read_grids(tmp_path / "m.xlsx")}
    assert set(grids) >= {"Lisez-moi", *(sheet.name for sheet in KINDS[name].sheets)}
    for sheet_described in KINDS[name].sheets:
        header, *examples = grids[sheet_described.name]
        assert len(examples) == 2
        assert [row[-1] for row in examples] == [MARKED, MARKED]
        assert header[:-1] == [column.title for column in sheet_described.columns]
    words = " ".join(str(cell) for row in grids["Lisez-moi"] for cell in row if cell)
    assert all(column.help in words for sheet in KINDS[name].sheets for column in sheet.columns)


def test_a_model_is_as_wide_as_its_page_and_its_help_is_read_whole(tmp_path: Path) -> None:
    """« Début (JJ/MM/AAAA, MM/AAAA ou AAAA) » has 34 characters for a column of 26: two lines, of 15 points each."""
    (tmp_path / "m.xlsx").write_bytes(models.workbook("structures", tmp_path / "nulle-part"))
    with zipfile.ZipFile(tmp_path / "m.xlsx") as book:
        pages = [book.read(f"xl/worksheets/sheet{rank}.xml").decode() for rank in (1, 2, 3, 4)]
    assert all('orientation="landscape"' in page and 'fitToHeight="0"' in page for page in pages)
    readme = next(grid for grid in read_grids(tmp_path / "m.xlsx") if grid.sheet == "Lisez-moi")
    line = next(
        number for number, row in zip(readme.lines, readme.rows, strict=True) if str(row[1]).startswith("Début")
    )
    assert re.search(rf'<row r="{line}"[^>]* ht="30"', pages[0])


def test_codes_stay_text_and_lists_come_from_the_tables(tmp_path: Path) -> None:
    (tmp_path / "m.xlsx").write_bytes(models.workbook("fiches", tmp_path / "aucun"))
    with zipfile.ZipFile(tmp_path / "m.xlsx") as book:
        sheet, styles = book.read("xl/worksheets/sheet2.xml").decode(), book.read("xl/styles.xml").decode()
    formats = re.findall(r'<xf numFmtId="([0-9]+)"', styles.partition("<cellXfs")[2])
    codes = dict(re.findall(r'<numFmt numFmtId="([0-9]+)" formatCode="([^"]+)"', styles)) | {"49": "@"}
    column = re.search(r'<col min="3" max="3"[^>]* style="([0-9]+)"', sheet)
    assert column is not None
    assert codes[formats[int(column[1])]] == "@"  # « Texte », in every spreadsheet.
    lists = next(grid.rows for grid in read_grids(tmp_path / "m.xlsx") if grid.sheet == "Listes")
    words = [row[lists[0].index("Statut")] for row in lists[1:]]
    assert [word for word in words if word] == ["En cours", "Terminée"]


def test_a_model_offers_what_its_caller_knows(tmp_path: Path) -> None:
    (tmp_path / "m.xlsx").write_bytes(models.workbook("cibles", tmp_path / "aucun", {"Indicateur": ["A1", "F5"]}))
    lists = next(grid.rows for grid in read_grids(tmp_path / "m.xlsx") if grid.sheet == "Listes")
    offered = {name: [row[place] for row in lists[1:] if row[place]] for place, name in enumerate(lists[0])}
    assert offered == {"Indicateur": ["A1", "F5"], "Bassin": ["031 Montluçon", "032 Moulins", "033 Vichy"]}


def test_a_model_offers_what_the_store_holds(loaded: tuple[Path, dict[str, Report]], tmp_path: Path) -> None:
    path, _ = loaded
    (tmp_path / "m.xlsx").write_bytes(models.workbook("projets", path))
    lists = next(grid.rows for grid in read_grids(tmp_path / "m.xlsx") if grid.sheet == "Listes")
    place = lists[0].index("Structure")
    assert [row[place] for row in lists[1:] if row[place]] == ["Centre social des Coteaux", "Club de la Rive"]


@pytest.mark.parametrize("title", ["=1+1", "+33 4", "@cmd", "{=SUM(A1)}", "https://exemple.fr", "internal:Listes!A1"])
def test_a_name_of_the_store_is_text_whatever_it_looks_like(title: str, tmp_path: Path) -> None:
    from data.importers.tableaux.model import workbook

    (tmp_path / "m.xlsx").write_bytes(workbook(KINDS["budgets"], {}, {"Action": [title]}))
    with zipfile.ZipFile(tmp_path / "m.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("hyperlink" in book.read(name).decode() for name in book.namelist())
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    lists = next(grid.rows for grid in read_grids(tmp_path / "m.xlsx") if grid.sheet == "Listes")
    assert lists[1][lists[0].index("Action")] == title


def test_undone_and_replaced_as_any_source(tmp_path: Path, fresh_store: Path) -> None:
    from data.loading.undo import undo

    first = fill(models.workbook("prix", fresh_store), {"Indice des prix": [[2025, 120, "essai"]]}, tmp_path / "a.xlsx")
    second = fill(
        models.workbook("prix", fresh_store), {"Indice des prix": [[2025, 121, "essai"]]}, tmp_path / "b.xlsx"
    )
    source = load(KEEPER, "tableaux", [first], fresh_store).source
    assert source is not None
    twice = load(KEEPER, "tableaux", [second], fresh_store)
    assert twice.etat == "refusee"
    assert "déjà là, dit autrement" in twice.as_text()
    replaced = load(KEEPER, "tableaux", [second], fresh_store, replace=source)
    assert replaced.etat == "chargee", replaced.as_text()
    sql = "SELECT indice FROM indices_prix WHERE annee = 2025"
    assert store.ask_facts(fresh_store, sql) == [(121,)]
    assert replaced.source is not None
    undo(KEEPER, fresh_store, replaced.source)
    assert store.ask_facts(fresh_store, sql) == []


@pytest.mark.parametrize("code", ELSEWHERE)
def test_examples_are_of_the_departement(code: str, tmp_path: Path) -> None:
    name, commune = ELSEWHERE[code]
    for kind in KINDS.values():
        (tmp_path / "m.xlsx").write_bytes(models.workbook(kind.name, tmp_path / "aucun", code_departement=code))
        grids = {grid.sheet: grid.rows for grid in read_grids(tmp_path / "m.xlsx")}
        told = " ".join(str(cell) for rows in grids.values() for row in rows for cell in row if cell)
        assert not re.search(r"Allier|Vichy|Moulins|Yzeure|\b03[0-9]{1,3}\b|W03", told), kind.name
        for sheet in kind.sheets:
            _, *lines = grids[sheet.name]
            places = [place for place, column in enumerate(sheet.columns) if column.type == "departement"]
            assert {line[place] for line in lines for place in places if line[place]} <= {code, name}
        if kind.name == "structures":
            assert grids["Structures"][1][2:4] == [code, commune]
