"""Tables of a kind as people send them: every error told in its cell, what is sound kept, nothing guessed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import models, store
from data.batch import Reject
from data.importers.tableaux.reader import read
from data.intake import causes
from data.loading.load import load
from tests.data.importers.tableaux.tables import GOOD, NOWHERE, reason, rows, table, told
from tests.small.people import KEEPER
from tests.tools.workbooks import Formula, fill

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
    assert words[5, "Type"].startswith("ce n'est pas un choix de cette colonne : écrivez l'un de « centre social »")
    assert "supprimé un zéro ? Écrivez 03" in words[5, "Département"]
    assert "supprimé le zéro initial" in words[5, "SIRET"]
    assert "plusieurs communes portent ce nom" in words[5, "Commune"]
    assert words[4, "Structure"] == "la ligne 5, qui le définit, est refusée : corrigez-la d'abord"
    assert "peut-être « Centre social des Coteaux »" in words[5, "Structure"]
    assert words[6, "Fin"] == "la fin est avant le début : corrigez l'une ou l'autre"
    # Each has its own cause and its own remedy: none falls back on « corrigez la cellule ».
    fallback = causes.told(Reject("s.xlsx", 1, "Nom", "x", "une raison sans remède")).remedy
    assert [reject.raison for reject in batch.rejects if causes.told(reject).remedy == fallback] == []
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
