"""Official figures by commune: what a whole column proves, names of columns in one form, and files without mapping."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest
import xlsxwriter

from data.batch import Batch, RefusedError
from data.importers.contexte.reader import read

NUMBERS = (
    'titre = "T"\n[commune]\ncolonne = "CODGEO"\n[annee]\nvaleur = 2021\n'
    '[[variables]]\ncolonne = "{}"\nvariable = "n"\ntitre = "Nombre"\nsomme = true\n'
)


def read_numbers(tmp_path: Path, content: str, mapping: str) -> Batch:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    (tmp_path / "a.toml").write_text(mapping, encoding="utf-8")
    return read([tmp_path / "a.csv", tmp_path / "a.toml"])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Médiane", "Médiane  du\u00a0niveau"])
def test_names_of_columns_are_compared_in_one_form(tmp_path: Path, form: Literal["NFC", "NFD"], name: str) -> None:
    header = f"CODGEO;{unicodedata.normalize('NFD', name)}"
    mapping = NUMBERS.format(unicodedata.normalize(form, name.replace("  ", " ").replace("\u00a0", " ")))
    batch = read_numbers(tmp_path, f"{header}\n03190;20\n", mapping)
    assert (batch.kept, batch.rejects) == (1, [])


def read_column(tmp_path: Path, cells: list[str], mapping: str = NUMBERS.format("N")) -> tuple[list[float], Batch]:
    """The values of one column, in their order, and its batch."""
    lines = [f"{code};{cell}" for code, cell in zip(["03190", "03310", "03185"], cells, strict=False)]
    batch = read_numbers(tmp_path, "\n".join(["CODGEO;N", *lines]) + "\n", mapping)
    return list(pd.DataFrame(batch.rows["contexte_communes"])["valeur"]), batch


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (["19,762", "25,789"], [2, 3]),
        (["19,762", "950"], [2]),
        (["1.234", "950"], [2]),
        (["19,762", "2 511"], [2]),
        (["19,762", "25,7"], [2]),
        (["19,762", "25,789", "1.033.210"], [2, 3]),  # Commas are decimals, and nothing shows three of them.
    ],
)
def test_a_column_that_leaves_two_readings_refuses_those_cells(
    tmp_path: Path, cells: list[str], lines: list[int]
) -> None:
    _, batch = read_column(tmp_path, cells)
    assert [reject.ligne for reject in batch.rejects] == lines
    assert all(reject.raison.startswith("ambigu dans toute la colonne") for reject in batch.rejects)


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (["19,762", "25,789", "1,033,210"], [19762, 25789, 1033210]),
        (["19,762", "1,234.5"], [19762, 1234.5]),
        (["19.762", "1.234,5"], [19762, 1234.5]),
    ],
)
def test_what_proves_thousands_is_heard(tmp_path: Path, cells: list[str], right: list[float]) -> None:
    values, batch = read_column(tmp_path, cells)
    assert (values, batch.rejects) == (right, [])


def test_counts_that_are_whole_have_no_decimals(tmp_path: Path) -> None:
    values, batch = read_column(tmp_path, ["19,762", "25,789"], NUMBERS.format("N") + "entier = true\n")
    assert (values, batch.rejects) == ([19762, 25789], [])


@pytest.mark.parametrize(
    ("cells", "mapping"),
    [
        (["19,762", "0,5123"], NUMBERS.format("N")),
        (["19,762", "1234,567"], NUMBERS.format("N")),
        (["12.345"], NUMBERS.format("N").replace("somme = true", 'unite = "% de la population"')),
        (["19,762"], NUMBERS.format("N") + "maximum = 100\n"),
        (["19,762"], NUMBERS.format("N") + '[fichier]\ndecimale = ","\n'),
        (["0,762"], NUMBERS.format("N")),
    ],
)
def test_what_proves_decimals_is_heard(tmp_path: Path, cells: list[str], mapping: str) -> None:
    lines = [f"{code};{cell}" for code, cell in zip(["03190", "03310"], cells, strict=False)]
    batch = read_numbers(tmp_path, "\n".join(["CODGEO;N", *lines]) + "\n", mapping)
    assert batch.rejects == []
    figures = batch.rows["contexte_communes"]
    assert float(cells[0].replace(",", ".")) in set(pd.DataFrame(figures)["valeur"])


TITLED = "Allocataires{};;;\nSource : CAF;;;\nREG;dc;nom;ALLOC\n83;03190;Moulins;10\n83;03185;Montluçon;20\n"


def test_a_title_is_no_header_and_communes_are_known_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TITLED.format(" (2009)"), encoding="utf-8")
    with pytest.raises(RefusedError) as refusal:
        read([tmp_path / "a.csv"])
    draft = str(refusal.value).split("\n\n", 1)[1]
    said = tomllib.loads(draft)
    assert (said["commune"]["colonne"], said["fichier"]["entete"], said["annee"]["valeur"]) == ("dc", 3, 2009)
    assert [variable["colonne"] for variable in said["variables"]] == ["ALLOC"]
    batch = read_numbers(tmp_path, TITLED.format(" (2009)"), draft)
    assert (batch.kept, batch.rejects) == (2, [])


def test_a_year_that_nothing_tells_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TITLED.format(" (2009-2012)"), encoding="utf-8")
    with pytest.raises(RefusedError, match="Il reste à dire : l'année des chiffres") as refusal:
        read([tmp_path / "a.csv"])
    assert "2009" not in str(refusal.value)


def test_a_draft_with_quotes_in_a_name_can_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('CODGEO;"dit ""le"" taux"\n03190;1\n', encoding="utf-8")
    with pytest.raises(RefusedError) as refusal:
        read([tmp_path / "a.csv"])
    assert tomllib.loads(str(refusal.value).split("\n\n", 1)[1])["variables"][0]["colonne"] == 'dit "le" taux'


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "second", [("CODGEO", "PAUVRETE"), ("Code commune", "Population"), ("INSEE_COM", "Revenu médian", "2021")]
)
def test_a_second_table_is_not_read_with_the_columns_of_the_first(
    tmp_path: Path, suffix: str, second: tuple[str, ...]
) -> None:
    rows = [("CODGEO", "N", "NOM"), ("03190", "20", "Moulins"), second, ("03310", "7", "x"), ("03185", "9", "y")]
    path = tmp_path / f"a.{suffix}"
    if suffix == "csv":
        path.write_text("".join(f"{';'.join(row)}\n" for row in rows), encoding="utf-8")
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for rank, row in enumerate(rows):
                sheet.write_row(rank, 0, row)
    (tmp_path / "a.toml").write_text(NUMBERS.format("N"), encoding="utf-8")
    batch = read([path, tmp_path / "a.toml"])
    assert list(pd.DataFrame(batch.rows["contexte_communes"])["code_commune"]) == ["03190"]
    assert [reject.raison.split(",")[0] for reject in batch.rejects] == ["un autre tableau commence ligne 3"] * 3


def test_a_line_of_labels_under_the_names_begins_no_table(tmp_path: Path) -> None:
    text = "CODGEO;N\nCode géographique;Nombre d'habitants\n03190;20\n"
    assert read_numbers(tmp_path, text, NUMBERS.format("N")).kept == 1


def test_a_workbook_is_read_with_its_formats_and_its_formulas_are_told(tmp_path: Path) -> None:
    """80 % shown is 80 of a percentage, and nothing of a count; a formula whose kept result is 0 was not computed."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        percent = book.add_format({"num_format": "0 %"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("CODGEO", "N"))
        sheet.write_row(1, 0, ("03190",))
        sheet.write_number(1, 1, 0.8, percent)
        sheet.write_row(2, 0, ("03310",))
        sheet.write_formula(2, 1, "=1+1")
    (tmp_path / "a.toml").write_text(
        NUMBERS.format("N").replace("somme = true", 'unite = "% des ménages"'), encoding="utf-8"
    )
    batch = read([tmp_path / "a.xlsx", tmp_path / "a.toml"])
    figures = pd.DataFrame(batch.rows["contexte_communes"]).set_index("code_commune")["valeur"]
    assert figures["03190"] == 80
    assert any("formules dont le résultat gardé est 0 (B3)" in warning for warning in batch.warnings)
    (tmp_path / "a.toml").write_text(NUMBERS.format("N"), encoding="utf-8")
    assert "un pourcentage, là où « Nombre »" in read([tmp_path / "a.xlsx", tmp_path / "a.toml"]).rejects[0].raison


def test_codes_and_years_of_a_spreadsheet_lose_their_noughts(tmp_path: Path) -> None:
    text = "CODGEO;AN;N\n63113.0;2020.0;20\n63113,0;2021;21\n"
    batch = read_numbers(tmp_path, text, NUMBERS.format("N").replace("valeur = 2021", 'colonne = "AN"'))
    figures = pd.DataFrame(batch.rows["contexte_communes"])
    assert list(zip(figures["code_commune"], figures["annee"], strict=True)) == [("63113", 2020), ("63113", 2021)]
