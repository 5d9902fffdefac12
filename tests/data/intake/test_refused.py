"""The whole cycle: load, take the refused lines as a workbook, correct them, load them; the sums are the whole's."""

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from data import store
from data.intake import refused
from data.intake.files import receive
from data.intake.preview import Preview, confirm, preview
from data.intake.recognition import recognise
from data.loading.load import load
from data.loading.sources import known_sources
from data.loading.undo import restore, undo
from data.models import delimited
from data.reading.grids import read_grids, reason_column
from tests.small.facts import SMALL, load_rows
from tests.small.people import KEEPER

HEAD = "Attribuant;Bénéficiaire;SIRET bénéficiaire;Objet;Montant"
# 100 + 200,50 + 300 kept; 1 000 and 400 refused until their amounts are written in figures.
GRANTS = f"""{HEAD}
Ville;Amicale;73282932000074;03095;100
Ville;Boule;;=1+1;NC
Ville;Chorale;;;200,50
Ville;Danse;;2A004;quatre cents
Ville;Échecs;;;300
"""
WHOLE = Decimal("2000.50")


def send(path: Path, kind: str, name: str, body: str | bytes) -> Preview:
    file = path.parent / name
    file.write_bytes(body.encode() if isinstance(body, str) else body)
    return preview(KEEPER, kind, [file], path)


def loaded(path: Path, made: Preview, *, replace: str | None = None) -> str:
    report = confirm(KEEPER, made, path, replace=replace)
    assert report.etat == "chargee", report.as_text()
    return str(report.source)


def workbook(made: Preview) -> bytes:
    assert made.content is not None
    book = refused.workbook(made.content, made.rejects)
    assert book is not None
    return book


def corrected(path: Path, book: bytes, change: Callable[[int, int, object], object]) -> bytes:
    """The workbook as someone sends it back: ``change`` gives each cell (line, column, both from 0) its new value."""
    file = path.parent / "a_corriger.xlsx"
    file.write_bytes(book)
    out = io.BytesIO()
    from python_calamine import CalamineWorkbook

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as made:
        for name in CalamineWorkbook.from_path(file).sheet_names:
            sheet = made.add_worksheet(name)
            rows = CalamineWorkbook.from_path(file).get_sheet_by_name(name).to_python(skip_empty_area=False)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(line, place, change(line, place, cell))
    return out.getvalue()


def amounts(line: int, place: int, cell: object) -> object:
    return {"NC": 1000, "quatre cents": "400,00"}.get(str(cell), cell)


def total(path: Path) -> Decimal:
    return Decimal(store.ask_facts(path, "SELECT coalesce(sum(montant_eur), 0) FROM subventions")[0][0])


def grants(path: Path) -> list[tuple[object, ...]]:
    return store.ask_facts(path, "SELECT beneficiaire, objet FROM subventions ORDER BY ALL")


def as_csv(text: str) -> tuple[str, bytes]:
    return "aides.csv", text.encode()


def as_workbook(text: str) -> tuple[str, bytes]:
    """The same lines in a sheet, under a title."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Aides 2024")
        sheet.merge_range(0, 0, 0, 4, "Subventions aux associations")
        for rank, line in enumerate(text.splitlines(), start=2):
            for place, cell in enumerate(line.split(";")):
                sheet.write_string(rank, place, cell) if cell else None
    return "aides.xlsx", out.getvalue()


@pytest.mark.parametrize("form", [as_csv, as_workbook])
def test_the_sums_of_the_two_loads_are_those_of_the_whole(
    fresh_store: Path, form: Callable[[str], tuple[str, bytes]]
) -> None:
    name, body = form(GRANTS)
    first = send(fresh_store, "subventions", name, body)
    one = loaded(fresh_store, first)
    assert total(fresh_store) == Decimal("600.50") and len(first.rejects) == 2

    second = send(fresh_store, "subventions", "corrige.xlsx", corrected(fresh_store, workbook(first), amounts))
    assert second.report.refusees == 0 and f"complètent la source « {one} »" in second.report.as_text()
    two = loaded(fresh_store, second)
    assert total(fresh_store) == WHOLE and len(grants(fresh_store)) == 5
    # What looks like a code or a formula is the text that was sent.
    assert ("Boule", "=1+1") in grants(fresh_store) and ("Danse", "2A004") in grants(fresh_store)

    undo(KEEPER, fresh_store, one)
    assert total(fresh_store) == Decimal(1400)
    restore(KEEPER, fresh_store, one)
    undo(KEEPER, fresh_store, two)
    assert total(fresh_store) == Decimal("600.50")
    restore(KEEPER, fresh_store, two)
    assert total(fresh_store) == WHOLE


def test_corrected_lines_are_never_counted_twice(fresh_store: Path) -> None:
    first = send(fresh_store, "subventions", *as_csv(GRANTS))
    one = loaded(fresh_store, first)
    back = corrected(fresh_store, workbook(first), amounts)
    two = loaded(fresh_store, send(fresh_store, "subventions", "corrige.xlsx", back))

    same = send(fresh_store, "subventions", "corrige-bis.xlsx", back)
    assert same.report.etat == "deja_chargee" and not same.ready
    other = corrected(
        fresh_store, workbook(first), lambda line, place, cell: {"NC": 1001, "quatre cents": 4}.get(str(cell), cell)
    )
    again = send(fresh_store, "subventions", "encore.xlsx", other)
    assert not again.ready and f"--replace {two}" in again.report.message and total(fresh_store) == WHOLE

    undo(KEEPER, fresh_store, two)
    loaded(fresh_store, send(fresh_store, "subventions", "encore.xlsx", other))
    with pytest.raises(Exception, match="complète déjà le même fichier"):
        restore(KEEPER, fresh_store, two)
    # The whole file, corrected, in place of the first: what completed it is told.
    whole = fresh_store.parent / "tout.csv"
    whole.write_text(GRANTS.replace("NC", "1000").replace("quatre cents", "400"), encoding="utf-8")
    report = load(KEEPER, "subventions", [whole], fresh_store, replace=one)
    assert any("elles compteraient deux fois" in words for words in report.avertissements)


def test_a_line_added_to_the_workbook_counts_unless_it_is_there_already(fresh_store: Path) -> None:
    """Two lines are added to the returned workbook: « Échecs », which was kept, and « Fanfare », 7 €, which is new."""
    text = GRANTS.replace("quatre cents", "400")
    first = send(fresh_store, "subventions", *as_csv(text))
    loaded(fresh_store, first)
    added = as_csv(f"{text.replace('NC', '1000')}Ville;Fanfare;;;7\n")[1].decode()
    rows = [line for line in added.splitlines()[1:] if "Amicale" not in line and "Chorale" not in line]
    assert first.content is not None
    out = fresh_store.parent / "retour.csv"
    head = f"{HEAD};{reason_column(first.content.digest)}"
    out.write_text("\n".join([head, *(f"{line};" for line in rows)]) + "\n", encoding="utf-8")
    second = preview(KEEPER, "subventions", [out], fresh_store)
    assert [(reject.ligne, "mot pour mot, dans" in reject.raison) for reject in second.rejects] == [
        (3, True),
        (4, True),
    ]
    loaded(fresh_store, second)
    assert total(fresh_store) == WHOLE + 7


def test_lines_still_wrong_come_back_in_a_second_workbook(fresh_store: Path) -> None:
    first = send(fresh_store, "subventions", *as_csv(GRANTS))
    loaded(fresh_store, first)
    half = corrected(fresh_store, workbook(first), lambda line, place, cell: 1000 if cell == "NC" else cell)
    second = send(fresh_store, "subventions", "moitie.xlsx", half)
    loaded(fresh_store, second)
    assert (second.report.gardees, second.report.refusees) == (1, 1)
    third = send(fresh_store, "subventions", "fin.xlsx", corrected(fresh_store, workbook(second), amounts))
    loaded(fresh_store, third)
    assert total(fresh_store) == WHOLE


def test_the_workbook_has_the_layout_that_was_sent_and_texts_stay_texts(fresh_store: Path, tmp_path: Path) -> None:
    book = workbook(send(fresh_store, "subventions", *as_workbook(GRANTS)))
    (tmp_path / "refus.xlsx").write_bytes(book)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in sheet and "quotePrefix" in styles
    (grid,) = read_grids(tmp_path / "refus.xlsx")
    assert grid.sheet == "Aides 2024" and grid.completes is not None
    assert grid.rows[0][0] == "Subventions aux associations"
    assert [str(cell) for cell in grid.rows[1]] == HEAD.split(";") and grid.lines[1] == 3
    assert [row[:4] for row in grid.rows[2:]] == [["Ville", "Boule", None, "=1+1"], ["Ville", "Danse", None, "2A004"]]


def test_a_returned_workbook_is_recognised_under_any_name(fresh_store: Path, tmp_path: Path) -> None:
    book = workbook(send(fresh_store, "subventions", *as_csv(GRANTS)))
    received = receive(tmp_path / "depot", [("peu importe.bin", book)])
    assert [one.kind for one in recognise(received.files)] == ["subventions"]


def test_figures_by_commune_are_completed(fresh_store: Path) -> None:
    text = "CODGEO;LIBGEO;PMUN2021\n03001;Abrest;2873\n03002;Agonges;beaucoup\n99999;Nulle part;4\n"
    first = send(fresh_store, "contexte", "pop.csv", text)
    loaded(fresh_store, first)
    values = "SELECT code_commune, valeur FROM contexte_communes ORDER BY ALL"
    assert store.ask_facts(fresh_store, values) == [("03001", 2873.0)]

    def change(line: int, place: int, cell: object) -> object:
        return {"beaucoup": 310, "99999": "03003"}.get(str(cell), cell)

    second = send(fresh_store, "contexte", "retour.xlsx", corrected(fresh_store, workbook(first), change))
    assert second.ready and second.report.refusees == 0, second.report.as_text()
    loaded(fresh_store, second)
    assert store.ask_facts(fresh_store, values) == [("03001", 2873.0), ("03002", 310.0), ("03003", 4.0)]


def test_refused_budgets_come_back_whole_and_the_sound_one_is_kept(fresh_store: Path) -> None:
    """One budget has an amount that cannot be read, one is of an action that nobody knows, one is sound."""
    load_rows(fresh_store, fresh_store.parent / "petits", SMALL)
    head = next(iter(delimited("budgets").values())).splitlines()[0]
    separator = ";" if ";" in head else ","
    lines = [
        "Jardins partagés,2024,prévisionnel,charge,60,compte,Achats,100,",
        "Jardins partagés,2024,prévisionnel,produit,74,compte,Subventions,cent,",
        "Lecture,2024,prévisionnel,charge,60,compte,Achats,50,",
        "Lecture,2024,prévisionnel,produit,74,compte,Subventions,50,",
        "Café des familles,2024,prévisionnel,charge,60,compte,Achats,70,",
    ]
    first = send(
        fresh_store, "budgets", "budgets.csv", "\n".join([head, *(line.replace(",", separator) for line in lines)])
    )
    assert (first.report.lues, first.report.gardees, first.report.refusees) == (5, 1, 4), first.report.as_text()
    loaded(fresh_store, first)

    def change(line: int, place: int, cell: object) -> object:
        return {"cent": 100, "Lecture": "Café des familles", "2024": 2023 if line > 2 else 2024}.get(str(cell), cell)

    second = send(fresh_store, "budgets", "budgets-refus.xlsx", corrected(fresh_store, workbook(first), change))
    assert (second.report.lues, second.report.gardees) == (4, 4), second.report.as_text()
    loaded(fresh_store, second)
    held = store.ask_facts(
        fresh_store,
        """
        SELECT exercice, cote, montant_eur FROM lignes_budget JOIN budgets USING (budget_id, source)
        WHERE exercice >= 2023 ORDER BY ALL
        """,
    )
    assert [(year, side, int(amount)) for year, side, amount in held] == [
        (2023, "charge", 50),
        (2023, "produit", 50),
        (2024, "charge", 70),
        (2024, "charge", 100),
        (2024, "produit", 100),
    ]


def test_posts_of_a_json_file_are_completed_from_a_table(fresh_store: Path) -> None:
    posts = (
        '[{"id_poste": "P1", "raison_sociale": "CENTRE", "annee": 2023, "montant": 10.5, "insee_dep": "03"},'
        ' {"id_poste": "P2", "raison_sociale": "CENTRE", "annee": "bientôt", "montant": 20.25, "insee_dep": "03"}]'
    )
    first = send(fresh_store, "postes", "postes.json", posts)
    loaded(fresh_store, first)
    back = corrected(fresh_store, workbook(first), lambda line, place, cell: 2023 if cell == "bientôt" else cell)
    second = send(fresh_store, "postes", "postes-refus.xlsx", back)
    loaded(fresh_store, second)
    held = store.ask_facts(fresh_store, "SELECT poste_id, montant_eur, code_departement FROM postes ORDER BY ALL")
    assert held == [("P1", Decimal("10.50"), "03"), ("P2", Decimal("20.25"), "03")]


def test_a_text_has_no_workbook_of_refused_lines(fresh_store: Path) -> None:
    made = send(fresh_store, "fiches", "fiches.txt", "Actions\nSans structure\n- Structure organisatrice\n")
    assert made.content is None or refused.workbook(made.content, made.rejects) is None


def test_facts_are_refused_line_by_line_when_asked(fresh_store: Path, tmp_path: Path) -> None:
    """An amount below zero breaks the contract: the whole folder is refused, or that line alone."""
    folder = tmp_path / "faits"
    folder.mkdir()
    (folder / "source.toml").write_text('titre = "Enveloppes"\n', encoding="utf-8")
    head = "code_departement,code_zone,annee,montant_eur,engage_eur,paye_eur,texte_source\n"
    (folder / "enveloppes.csv").write_text(f"{head}03,,2023,1000,,,\n03,,2024,-5,,,\n", encoding="utf-8")
    files = sorted(folder.iterdir())
    whole = load(KEEPER, "faits", files, fresh_store)
    assert (whole.etat, whole.gardees) == ("refusee", 0)
    sound = load(KEEPER, "faits", files, fresh_store, keep_sound=True)
    assert (sound.etat, sound.lues, sound.gardees, sound.refusees) == ("chargee", 2, 1, 1), sound.as_text()
    assert [(reject.fichier, reject.ligne) for reject in sound.rejets] == [("enveloppes.csv", 3)]
    assert store.ask_facts(fresh_store, "SELECT annee FROM enveloppes") == [(2023,)]
    assert [known.state for known in known_sources(fresh_store) if known.format == "faits"] == ["active"]
