"""Tables of a kind as people send them: every error told in its cell, what is sound kept, nothing guessed."""

import csv
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from data import models, store
from data.batch import Batch, RefusedError, Row
from data.importers.tableaux.headings import MARKED, key, recognise
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.links import Named
from data.importers.tableaux.reader import read
from data.loading.load import load
from data.reading.grids import read_grids
from data.reading.workbook import Cell
from tests.small.people import KEEPER
from tests.tools.workbooks import Formula, fill

NOWHERE = Path("/nulle-part")
Sheets = dict[str, list[list[Cell]]]


def table(path: Path, name: str, lines: Sequence[Sequence[object]], **written: Any) -> Path:
    """A CSV of the first sheet of a kind, its headings those of the model."""
    return sheet_csv(path, name, 0, lines, **written)


def sheet_csv(
    path: Path, name: str, rank: int, lines: Sequence[Sequence[object]], encoding: str = "utf-8", separator: str = ";"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow([column.title for column in KINDS[name].sheets[rank].columns])
        writer.writerows(lines)
    return path


def rows(batch: Batch, name: str) -> list[Row]:
    found = batch.rows[name]
    assert isinstance(found, list)
    return found


def told(batch: Batch) -> list[tuple[int | None, str | None, str | None]]:
    return [(reject.ligne, reject.colonne, reject.valeur) for reject in batch.rejects]


def reason(batch: Batch) -> str:
    (only,) = batch.rejects
    return only.raison


def rewritten(path: Path, name: str, change: Callable[[Sheets], None]) -> Path:
    """A model written anew as somebody left it, its sheets changed."""
    path.with_suffix(".modele.xlsx").write_bytes(models.workbook(name, NOWHERE))
    sheets: Sheets = {str(grid.sheet): grid.rows for grid in read_grids(path.with_suffix(".modele.xlsx"))}
    change(sheets)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, lines in sheets.items():
            page = book.add_worksheet(title)
            for line, cells in enumerate(lines):
                for place, cell in enumerate(cells):
                    if isinstance(cell, date):
                        page.write_datetime(line, place, cell, day)
                    elif cell is not None:
                        page.write(line, place, cell)
    return path


GOOD: list[Any] = ["Centre social des Coteaux", "centre social", "03", "03190", None, None]


# ── Errors ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_errors_are_told_at_once_and_the_sound_lines_are_kept(tmp_path: Path) -> None:
    file = fill(
        models.workbook("structures", NOWHERE),
        {
            "Structures": [
                GOOD,
                ["Club", "groupe", "3", "Saint-Martin", "1234567890001", "X1"],
                [None, "evs", "03", "Vichy", None, None],
            ],
            "Agréments": [
                ["Club", "CAF", "Animation", "2024", "2023"],
                ["Centre social des coteau", "CAF", "Animation", "32/01/2024", None],
                ["Centre social des Coteaux", "CAF", None, "2024", "2023"],
            ],
        },
        tmp_path / "s.xlsx",
    )
    batch = read([file])
    assert (batch.read, batch.kept, len(rows(batch, "structures"))) == (6, 1, 1)
    assert sorted(told(batch), key=str) == sorted(
        [
            (5, "Type", "groupe"),
            (5, "Département", "3"),
            (5, "SIRET", "1234567890001"),
            (5, "RNA", "X1"),
            (5, "Commune", "Saint-Martin"),
            (6, "Nom", None),
            (4, "Structure", "Club"),
            (4, "Fin", "2023"),
            (5, "Structure", "Centre social des coteau"),
            (5, "Début", "32/01/2024"),
            (6, "Objet", None),
            (6, "Fin", "2023"),
        ],
        key=str,
    )
    words = {(reject.ligne, reject.colonne): reject.raison for reject in batch.rejects}
    assert words[5, "Type"].startswith("attendu : l'un de « centre social »")
    assert "supprimé un zéro ? Écrivez 03" in words[5, "Département"]
    assert "supprimé le zéro initial" in words[5, "SIRET"]
    assert "plusieurs communes portent ce nom" in words[5, "Commune"]
    assert words[4, "Structure"] == "la ligne 5, qui le définit, est refusée : corrigez-la d'abord"
    assert "peut-être « Centre social des Coteaux »" in words[5, "Structure"]
    assert words[6, "Fin"] == "la fin est avant le début"
    assert {reject.fichier for reject in batch.rejects} == {
        "s.xlsx, feuille « Structures »",
        "s.xlsx, feuille « Agréments »",
    }


def test_refused_lines_let_the_others_load(tmp_path: Path, fresh_store: Path) -> None:
    file = table(tmp_path / "s.csv", "structures", [GOOD, ["Club", "groupe", "03", "", "", ""]])
    report = load(KEEPER, "tableaux", [file], fresh_store)
    assert (report.etat, report.lues, report.gardees, report.refusees) == ("chargee", 2, 1, 1), report.as_text()
    assert store.ask_facts(fresh_store, "SELECT nom, fichier, ligne FROM structures") == [
        ("Centre social des Coteaux", "s.csv", 2)
    ]
    assert store.ask_facts(fresh_store, "SELECT ligne, colonne, valeur FROM rejets") == [(3, "Type", "groupe")]


@pytest.mark.parametrize(
    ("commune", "words"),
    [
        (3095, "Peut-être 03095 (Cusset)"),
        ("3095", "supprimé le zéro initial ? Peut-être 03095 (Cusset)"),
        ("03000", "est-ce un code postal ?"),
        ("Saint-Bonnet", "ailleurs : 16303 (Saint-Bonnet, 16)"),
        (
            "Clermont-Ferrand",
            "aucune commune de ce nom dans le département 03 ; ailleurs : 63113 (Clermont-Ferrand, 63)",
        ),
        ("Trifouillis", "aucune commune ne porte ce nom"),
    ],
)
def test_a_commune_that_is_not_sure_is_told(commune: str | int, words: str, tmp_path: Path) -> None:
    lines: list[list[Any]] = [[*GOOD[:3], commune, None, None]]
    file = fill(models.workbook("structures", NOWHERE), {"Structures": lines}, tmp_path / "s.xlsx")
    batch = read([file])
    assert batch.rejects[0].colonne == "Commune"
    assert words in reason(batch)


@pytest.mark.parametrize(
    ("written", "code"), [("moulins", "03190"), ("ST-POURCAIN-SUR-SIOULE", "03254"), ("2A004", "2A004")]
)
def test_a_commune_is_known_by_its_code_or_its_name(written: str, code: str, tmp_path: Path) -> None:
    batch = read([table(tmp_path / "s.csv", "structures", [[*GOOD[:3], written, "", ""]])])
    assert [row["code_commune"] for row in rows(batch, "structures")] == [code]


def test_the_same_thing_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    batch = read([table(tmp_path / "s.csv", "structures", [GOOD, GOOD, ["centre social des coteaux", *GOOD[1:]]])])
    assert batch.kept == 1
    assert [reject.ligne for reject in batch.rejects] == [3, 4]
    assert "déjà dit ligne 2" in batch.rejects[0].raison


def test_two_long_names_that_begin_alike_are_two_instances(tmp_path: Path) -> None:
    begins = "Comité local du vivre-ensemble et de la fraternité des communes de la vallée"
    lines = [[f"{begins} {end}", "comité local", "03", "", "", "", ""] for end in ("haute", "basse")]
    batch = read([table(tmp_path / "i.csv", "instances", lines)])
    assert len({row["instance_id"] for row in rows(batch, "instances")}) == 2


# ── Formulas, hostile text, typed years ──────────────────────────────────────────────────────────────────────────────


def test_a_formula_in_place_of_a_value_is_told(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["03", "031", 2024, Formula("1000+500", 1500), None, None],
        ["03", "032", 2024, 700, None, None],
    ]
    file = fill(models.workbook("enveloppes", NOWHERE), {"Enveloppes": lines}, tmp_path / "e.xlsx")
    batch = read([file])
    assert told(batch) == [(4, "Voté", "1500.0")]
    assert "une formule à la place d'une valeur" in reason(batch)
    assert [row["montant_eur"] for row in rows(batch, "enveloppes")] == [700]


def test_a_year_that_a_spreadsheet_made_a_day_is_told(tmp_path: Path) -> None:
    lines = [["A1", "03", None, None, None, None, 3, 2027, 2024]]  # 2024 typed in a column of dates: 16/07/1905.
    batch = read([fill(models.workbook("cibles", NOWHERE), {"Cibles": lines}, tmp_path / "c.xlsx")])
    assert "est-ce l'année 2024" in reason(batch)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "<script>alert(1)</script>",
        "https://exemple.fr",
        "'; DROP TABLE structures; --",
        "../../etc/passwd",
        "A\x0bB\u202ec",
    ],
)
def test_hostile_text_is_text(text: str, tmp_path: Path, fresh_store: Path) -> None:
    report = load(KEEPER, "tableaux", [table(tmp_path / "s.csv", "structures", [[text, *GOOD[1:]]])], fresh_store)
    assert report.etat == "chargee", report.as_text()
    assert store.ask_facts(fresh_store, "SELECT nom FROM structures") == [
        (" ".join(text.replace("\x0b", " ").split()),)
    ]


def test_a_text_beyond_measure_is_refused(tmp_path: Path) -> None:
    batch = read([table(tmp_path / "s.csv", "structures", [["x" * 301, *GOOD[1:]]])])
    assert reason(batch) == "301 caractères, pour 300 au plus : raccourcissez ce texte"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("-5", "négatif"),
        ("1e300", "n'est pas"),
        ("mille", "pas de nombre"),
        ("12,345", "décimales"),
        ("9" * 30, "mesure"),
    ],
)
def test_an_amount_that_is_none_is_told(amount: str, words: str, tmp_path: Path) -> None:
    batch = read([table(tmp_path / "e.csv", "enveloppes", [["03", "031", "2024", amount, "", ""]])])
    assert words in reason(batch)


def test_what_the_column_proves_reads_its_amounts(tmp_path: Path) -> None:
    lines = [["03", "031", "2024", "1.250", "", ""], ["03", "032", "2024", "1.250.000", "", ""]]
    batch = read([table(tmp_path / "e.csv", "enveloppes", lines)])
    assert [row["montant_eur"] for row in rows(batch, "enveloppes")] == [1250, 1250000]


def test_days_are_read_as_the_heading_says_unless_the_column_proves_the_contrary(tmp_path: Path) -> None:
    names = ("Comité", "comité local", "03", "", "", "")
    lines = [[f"{names[0]} {rank}", *names[1:], day] for rank, day in enumerate(("05/06/2024", "2023", "mars 2022"))]
    batch = read([table(tmp_path / "i.csv", "instances", lines)])
    assert [(row["cree_le"], row["precision"]) for row in rows(batch, "instances")] == [
        (date(2024, 6, 5), "jour"),
        (date(2023, 1, 1), "annee"),
        (date(2022, 3, 1), "mois"),
    ]
    bare = table(tmp_path / "i.csv", "instances", lines)
    bare.write_text(bare.read_text(encoding="utf-8").replace("JJ/MM/AAAA, MM/AAAA ou AAAA", "date"), encoding="utf-8")
    assert "jour/mois ou mois/jour ?" in reason(read([bare]))
    lines.append([f"{names[0]} 9", *names[1:], "03/25/2024"])
    batch = read([table(tmp_path / "i.csv", "instances", lines)])
    assert rows(batch, "instances")[0]["cree_le"] == date(2024, 5, 6)


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
        sheets["Structures"][0][1] = "Type de structure"

    batch = read([rewritten(tmp_path / "s.xlsx", "structures", change)])
    assert rows(batch, "structures")[0]["type"] is None
    words = "\n".join(batch.warnings)
    assert "la colonne « Type de structure » n'est pas lue ; est-ce « Type » ?" in words
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
        sheets["Structures"][0][0] = "Nom de la structure"

    file = rewritten(tmp_path / "s.xlsx", "structures", change)
    with pytest.raises(RefusedError, match="il manque « Nom » \\(est-ce « Nom de la structure » \\? renommez-la\\)"):
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


# ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def stored(target: str) -> list[Named]:
    """A store with two instances of one name and one séance."""
    known = {
        "instance": [Named("comite-a", "Comité"), Named("comite-b", "Comité"), Named("autre", "Autre")],
        "seance": [Named("autre-1", "autre", date(2024, 3, 12))],
    }
    return known.get(target, [])


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
            sheet_csv(tmp_path / "q.csv", "evenements", 1, answers),
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
            sheet_csv(tmp_path / "q.csv", "evenements", 1, answers),
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
