"""Grant files that mislead: units, merges, shifted cells, totals in disguise, sheets that repeat each other. All are
written here; what a line is worth was decided by hand, and no amount may be kept that its line does not say."""

import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

import pyarrow as pa
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.batch import Batch, RefusedError, Row
from data.importers.subventions.reader import read
from data.importers.subventions.totals import totals
from data.progress import Progress

Sheets = Mapping[str, Sequence[Sequence[object]]]
HEAD = ("Attribuant", "Bénéficiaire", "Objet", "Montant")


def grants(tmp_path: Path, text: str) -> Batch:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read([path])


def book(tmp_path: Path, sheets: Sheets, finish: Callable[[Worksheet], object] = lambda sheet: None) -> Batch:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for rank, line in enumerate(lines):
                sheet.write_row(rank, 0, line)
            finish(sheet)
    return read([tmp_path / "a.xlsx"])


def kept(batch: Batch) -> dict[str, Decimal]:
    """Beneficiary → the sum kept."""
    table = batch.rows["subventions"]
    assert isinstance(table, pa.Table)
    assert batch.read == batch.kept + len({(reject.fichier, reject.ligne) for reject in batch.rejects})
    sums: dict[str, Decimal] = {}
    for row in cast(list[Row], table.to_pylist()):
        sums[row["beneficiaire"]] = sums.get(row["beneficiaire"], Decimal(0)) + row["montant_eur"]
    return sums


def reasons(batch: Batch) -> dict[int | None, str]:
    return {reject.ligne: reject.raison for reject in batch.rejects}


OTHER_UNITS = ["Montant (k€)", "Montant en milliers d'euros", "montant en francs", "Montant M€", "Montant (F)"]
OTHER_UNITS += ["Montant (FF)", "Montant (CHF)", "Montant (XPF)", "Montant ($)", "Montant en KF"]


@pytest.mark.parametrize("name", OTHER_UNITS)
def test_amounts_in_another_unit_are_not_read_as_euros(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError, match="dit des montants qui ne sont pas en euros"):
        grants(tmp_path, f"attribuant;beneficiaire;{name}\nD;A;12\n")


def test_a_title_that_says_another_unit_counts_too(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="qui ne sont pas en euros"):
        grants(tmp_path, "Subventions 2024 (en milliers d'euros);;\nattribuant;beneficiaire;montant\nD;A;12\n")


def test_an_amount_merged_over_two_beneficiaries_is_nobodys(tmp_path: Path) -> None:
    lines = (HEAD, ("V", "A", "x"), ("V", "B", "y"), ("V", "C", "z", 7))
    batch = book(tmp_path, {"S": lines}, lambda sheet: sheet.merge_range("D2:D3", 500))
    assert kept(batch) == {"C": Decimal(7)}
    assert "montant fusionné (lignes 2 à 3) : à qui revient-il ?" in reasons(batch)[2]


def test_an_amount_merged_down_the_lines_of_one_beneficiary_is_theirs(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_range("B2:B3", "A")
        sheet.merge_range("D2:D3", 500)

    batch = book(tmp_path, {"S": (HEAD, ("V", "", "x"), ("V", "", "y"), ("V", "C", "z", 7))}, merge)
    assert kept(batch) == {"A": Decimal(500), "C": Decimal(7)}


def test_an_amount_merged_over_two_columns_is_neither(tmp_path: Path) -> None:
    head = ("Attribuant", "Bénéficiaire", "Montant demandé", "Montant voté")
    batch = book(tmp_path, {"S": (head, ("V", "A"))}, lambda sheet: sheet.merge_range("C2:D2", 500))
    assert kept(batch) == {}
    assert "montant fusionné sur plusieurs colonnes" in reasons(batch)[2]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("D,B,1234,50,", "une virgule décimale sans guillemets"),
        ("D,B,1234,50", "suivi de « 50 » : une virgule décimale sans guillemets a-t-elle coupé le montant en deux ?"),
        ("D,2024,10,x", "un nom sans une lettre"),
    ],
)
def test_shifted_cells_give_no_amount(tmp_path: Path, line: str, why: str) -> None:
    batch = grants(tmp_path, f"attribuant,beneficiaire,montant,objet\nD,A,10,x\nD,E,11,x\n{line}\n")
    assert kept(batch) == {"A": Decimal(10), "E": Decimal(11)}
    assert why in reasons(batch)[4]


def test_a_number_in_the_place_of_a_year_tells_a_shifted_line(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;beneficiaire;objet;montant;exercice\nV;A;x;10;2024\nV;B;2023;2024;15000\n")
    assert kept(batch) == {"A": Decimal(10)}
    assert "un nombre qui n'est pas une année" in reasons(batch)[3]


def test_what_stands_under_another_header_is_not_read_with_the_first(tmp_path: Path) -> None:
    first, second = "attribuant;beneficiaire;montant;exercice", "Attribuant;Bénéficiaire;Exercice;Montant"
    batch = grants(tmp_path, f"{first}\nV;A;10;2024\n{second}\nV;B;2024;500\n")
    assert kept(batch) == {"A": Decimal(10)}
    assert "un autre tableau commence ligne 3" in reasons(batch)[4]


def test_an_amount_not_told_does_not_begin_another_table(tmp_path: Path) -> None:
    text = "attribuant;beneficiaire;objet;montant\nDépartement;Association du Lac;Subvention;SEM\nD;B;x;5\n"
    assert kept(grants(tmp_path, text)) == {"B": Decimal(5)}


OTHER_TABLES = {
    "après une ligne vide": "\nCanton;Effectif;Chef-lieu;Habitants\nMoulins;M;x;19762\n",
    "sans rupture": "Commune;Canton;Chef-lieu;Population\nMoulins;M;x;19762\n",
    "sous un titre": ";Par canton;;\nCanton;Dossiers;Part;Somme reçue\nMoulins;Douze;x;4000\n",
    "de deux colonnes": "Commune;Canton;;Nombre de dossiers\nMoulins;M;;12\n",
    "de noms quelconques": "Rue;Quartier;Étage;Superficie\nRue du Lac;Centre;x;120\n",
}


@pytest.mark.parametrize("name", OTHER_TABLES)
def test_a_table_whose_names_mean_nothing_here_is_not_read_with_the_first(tmp_path: Path, name: str) -> None:
    lines = f"attribuant;beneficiaire;objet;montant\nV;A;x;10\nV;B;y;25\n{OTHER_TABLES[name]}"
    batch = grants(tmp_path, lines)
    assert kept(batch) == {"A": Decimal(10), "B": Decimal(25)}
    assert "un autre tableau commence ligne" in reasons(batch)[lines.count("\n")]
    again = grants(tmp_path, f"{lines}attribuant;beneficiaire;objet;montant\nV;C;z;30\n")
    assert kept(again) == {"A": Decimal(10), "B": Decimal(25), "C": Decimal(30)}


@pytest.mark.parametrize("amount", ["NC", "en nature", "Gratuit", "à définir", "mise à disposition", "Refusé"])
def test_words_in_place_of_an_amount_begin_no_table(tmp_path: Path, amount: str) -> None:
    lines = f"attribuant;beneficiaire;objet;montant\nV;A;x;10\n\nD;Association du Lac;Fête;{amount}\nV;B;y;25\n"
    assert kept(grants(tmp_path, lines)) == {"A": Decimal(10), "B": Decimal(25)}


@pytest.mark.parametrize("words", ["T O T A L", "Montant total", "Grand total", "Cumul", "Sous-total culture"])
def test_totals_in_disguise(tmp_path: Path, words: str) -> None:
    batch = grants(tmp_path, f"attribuant;beneficiaire;objet;montant\nD;A;x;10\nD;B;y;25\nD;{words};;99\n")
    assert kept(batch) == {"A": Decimal(10), "B": Decimal(25)}
    assert "ligne de total" in reasons(batch)[4]


def test_a_name_that_holds_the_word_is_a_grant_when_the_line_says_so(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;beneficiaire;objet;montant\nD;Association Total Danse;Gala;10\nD;B;y;25\n")
    assert kept(batch)["Association Total Danse"] == Decimal(10)


def test_totals_of_totals_are_seen_through() -> None:
    """SPORT 30 = 10 + 20, CULTURE 12 = 5 + 7, then 42 for both: only the four details say what they are for."""
    cents = [3000, 1000, 2000, 1200, 500, 700, 4200]
    told = [False, True, True, False, True, True, False]
    assert totals(cents, told, range(7), (), bare=False) == {0: "suivantes", 3: "suivantes", 6: "précédentes"}


def test_the_sum_of_two_lines_in_the_middle_of_others_is_no_total() -> None:
    """1 000 = 500 + 500, but 700 stands before them and is not part of it."""
    assert totals([70000, 50000, 50000, 100000, 20000], [True, True, True, False, True], range(5), (), bare=False) == {}


def test_without_any_telling_column_a_sum_by_chance_is_no_total() -> None:
    """1 500 = 3 × 500 on the lines before, but the table goes on above them."""
    assert totals([90000, 50000, 50000, 50000, 150000, 70000], [False] * 6, range(6), (), bare=True) == {}
    assert totals([50000, 50000, 50000, 150000], [False] * 4, range(4), (), bare=True) == {3: "précédentes"}


DETAIL = (HEAD, *(("V", name, purpose, amount) for name, purpose, amount in (
    ("A", "x", 100), ("A", "y", 50), ("B", "x", 70), ("C", "x", 30), ("D", "x", 20))))  # fmt: skip


def test_a_summary_sheet_is_left_aside(tmp_path: Path) -> None:
    short = ("Attribuant", "Bénéficiaire", "Montant")
    summary = (short, ("V", "A", 150), ("V", "B", 70), ("V", "C", 30), ("V", "D", 20))
    batch = book(tmp_path, {"Récapitulatif": summary, "Détail": DETAIL})
    assert sum(kept(batch).values()) == Decimal(270)
    assert any("feuille « Récapitulatif » : laissée de côté, récapitulatif" in line for line in batch.warnings)
    themes = {
        "Thèmes": (short, ("V", "Sport", 270), ("V", "Culture", 9)),
        "Sport": DETAIL,
        "Culture": (HEAD, ("V", "Z", "x", 9)),
    }
    assert sum(kept(book(tmp_path, themes)).values()) == Decimal(279)


def test_lines_that_another_sheet_holds_or_details_are_refused(tmp_path: Path) -> None:
    best = (HEAD, ("V", "A", None, 150), ("V", "B", "x", 70))
    batch = book(tmp_path, {"Détail": DETAIL, "Les premiers": best})
    assert kept(batch)["A"] == Decimal(150) and kept(batch)["B"] == Decimal(70)
    told = {reject.valeur: reject.raison for reject in batch.rejects}
    assert "« a.xlsx, feuille « Détail » » détaille pour ce bénéficiaire" in told["A"]
    assert "la même subvention est ligne 4 de « a.xlsx, feuille « Détail » »" in told["B"]


def test_sheets_of_several_years_are_all_kept_with_their_year(tmp_path: Path) -> None:
    batch = book(tmp_path, {"Subventions 2023": DETAIL, "Subventions 2024": DETAIL})
    table = batch.rows["subventions"]
    assert isinstance(table, pa.Table)
    assert sum(kept(batch).values()) == Decimal(540)
    assert sorted(set(table["exercice"].to_pylist())) == [2023, 2024]
    assert any("exercice 2023, d'après le nom de la feuille" in line for line in batch.warnings)


def test_an_asked_amount_told_twice_leaves_the_granted_one(tmp_path: Path) -> None:
    asked = (("Attribuant", "Bénéficiaire", "Montant demandé"), ("V", "A", 100), ("V", "E", 1))
    both = (("Attribuant", "Bénéficiaire", "Montant demandé", "Montant voté"), ("V", "A", 100, 60), ("V", "F", 5, 2))
    batch = book(tmp_path, {"Demandes": asked, "Décisions": both})
    table = batch.rows["subventions"]
    assert isinstance(table, pa.Table)
    found = [(row["etape"], row["montant_eur"]) for row in table.to_pylist() if row["beneficiaire"] == "A"]
    assert found == [("demande", Decimal(100)), ("accorde", Decimal(60))]


def test_long_names_of_sheets_do_not_collide(tmp_path: Path) -> None:
    sheets = {f"Subventions de fonctionnement {n}": (HEAD, ("V", f"A{n}", "x", n)) for n in (1, 2)}
    table = book(tmp_path, sheets).rows["subventions"]
    assert isinstance(table, pa.Table)
    assert len(set(table["subvention_id"].to_pylist())) == 2


def test_years_that_cannot_be_are_left_empty(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Attribuant", "Bénéficiaire", "Montant", "Date de décision"])
        sheet.write_row(1, 0, ["V", "A", 10])
        sheet.write_datetime(1, 3, datetime(9000, 1, 1), made.add_format({"num_format": "dd/mm/yyyy"}))
    table = read([tmp_path / "a.xlsx"]).rows["subventions"]
    assert isinstance(table, pa.Table)
    assert table["exercice"].to_pylist() == table["date_convention"].to_pylist() == [None]


def test_control_characters_and_formulas_stay_words(tmp_path: Path) -> None:
    text = "attribuant;beneficiaire;objet;montant\n" + "".join(
        f"V;A{n};plain words of an object;{n}\n" for n in range(9)
    )
    batch = grants(tmp_path, f'{text}V;As\x07so;=HYPERLINK("http://x");5\n')
    table = batch.rows["subventions"]
    assert isinstance(table, pa.Table)
    assert (table["beneficiaire"][-1].as_py(), table["objet"][-1].as_py()) == ("As so", '=HYPERLINK("http://x")')


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<!DOCTYPE html><html><table><tr><td>a</td></tr></table></html>", "est une page web ou du XML"),
        ('[{"attribuant": "V"}]', "est du JSON"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        grants(tmp_path, content)


def test_a_cell_of_a_million_characters_refuses_its_line(tmp_path: Path) -> None:
    batch = grants(tmp_path, f"attribuant;beneficiaire;objet;montant\nD;A;{'x' * 1_000_000};10\nD;B;y;25\n")
    assert kept(batch) == {"B": Decimal(25)}
    assert "une cellule de plus de 131 072 caractères" in reasons(batch)[2]


def test_too_many_merges_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.importers.subventions.lines._MOST_MERGED", 0)
    with pytest.raises(RefusedError, match="Défusionnez-les dans un tableur"):
        book(
            tmp_path, {"S": (HEAD, ("V", "", "x", 1), ("V", "", "y", 2))}, lambda sheet: sheet.merge_range("B2:B3", "A")
        )


def test_the_same_remark_is_said_once_and_others_are_counted(tmp_path: Path) -> None:
    head = "attribuant;siret attribuant;beneficiaire;date de décision;montant\n"
    lines = "".join(f"D;22030001000017;A{n};{n}/2020/1;{n + 1}\n" for n in range(300))
    told = grants(tmp_path, head + lines).warnings
    assert sum("sa clé est fausse (de même 299 autres lignes)" in line for line in told) == 1
    assert sum("cellule laissée vide" in line for line in told) <= 201
    assert any("date de décision : 100 autres valeurs dans le même cas" in line for line in told)


def test_progress_is_told_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress("a.csv", 2).tell(2, 1)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    bar = Progress("a.csv", 2000)
    bar.tell(1, 1)
    bar.tell(2, 2)  # Too soon after the first.
    bar.tell(2000, 1999)
    shown = capsys.readouterr().err
    assert shown.count("\r") == 2
    assert shown.endswith("2\u202f000 / 2\u202f000 lignes lues, 1\u202f999 gardées\n")


def test_a_large_sum_of_neighbours_is_quick(tmp_path: Path) -> None:
    """Forty thousand lines with a name and an amount only: quadratic work would take minutes."""
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["attribuant", "beneficiaire", "montant"])
        writer.writerows(["D", f"A{n}", 40_001 - n] for n in range(40_000))
    assert read([tmp_path / "a.csv"]).kept == 40_000
