"""Files that something broke: bytes cut, swapped, put in. Each importer ends in a batch or in a French refusal."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data import models
from data.batch import Batch, RefusedError
from data.importers import FORMATS, reader_of
from data.importers.tableaux.kinds import KINDS
from data.whole_text import is_whole
from tests import FICHES
from tests.data.importers.tableaux.filled import FILLED
from tests.data.importers.tableaux.tables import sheet_csv
from tests.small import campaign
from tests.small.facts import SMALL, filled, write_folder
from tests.tools.workbooks import fill, saved

SEED = 20_260
ROUNDS = 120
# What breaks readers most, beside chance.
_INJECTED = (
    b"\x00", b"\xff", b"\xc3", b'"', b"'", b";", b",", b"\t", b"\n", b"\r", b"{", b"}", b"[" * 2000, b"null", b"-1",
    b"9" * 5000, b"1e300", b"NaN", b"\\ud800", b"9999-12-31", "\u2028".encode(), "é".encode("cp1252"), "œ".encode(),
)  # fmt: skip
# What stands in place of a value: numbers, texts, days and structures that are none.
_VALUES = (
    *_INJECTED, b"", b"[]", b"{}", b"true", b'"\\ud800"', b'"x"', b"0", b"-0.001", b"1e999", b"1,250", b"1.250",
    b'["a", {"b": null}]', b"\xc2\xa0", b"0000", b"2024.0", "Ⅻ".encode(), "²".encode(), b"inf", b"1979-05-27",
)  # fmt: skip


def fiche(folder: Path) -> list[Path]:
    return [written(folder / "a.txt", (FICHES / "03.txt").read_bytes())]


def facts(folder: Path) -> list[Path]:
    return write_folder(folder, SMALL)


def context(folder: Path) -> list[Path]:
    mapping = (
        'titre = "T"\n[commune]\ncolonne = "CODGEO"\n[annee]\nvaleur = 2021\n'
        '[[variables]]\ncolonne = "N"\nvariable = "n"\ntitre = "Nombre"\nsomme = true\n'
    )
    return [
        written(folder / "a.csv", b"CODGEO;N\n03190;10\n03185;20\n03310;s\n"),
        written(folder / "a.toml", mapping.encode()),
    ]


def grants(folder: Path) -> list[Path]:
    head = "nomAttribuant;idAttribuant;nomBeneficiaire;idBeneficiaire;objet;montant;dateConvention\n"
    line = "Ville;21030190500015;Asso A;73282932000074;Objet;{};2024-03-0{}\n"
    return [written(folder / "a.csv", (head + "".join(line.format(day * 100, day) for day in range(1, 6))).encode())]


def budget(folder: Path) -> list[Path]:
    line = "x;2024;prévisionnel;charge;60;compte;A;1;\n"
    return [written(folder / "a.csv", (models.delimited("budgets")["Budget"] + line).encode())]


def budget_workbook(folder: Path) -> list[Path]:
    return [written(folder / "a.xlsx", models.workbook("budgets", folder / "aucun"))]


def tables(kind: str) -> Callable[[Path], list[Path]]:
    def make(folder: Path) -> list[Path]:
        filled = FILLED[kind].sheets
        ranks = {sheet.name: rank for rank, sheet in enumerate(KINDS[kind].sheets)}
        return [sheet_csv(folder / f"{ranks[name]}.csv", kind, ranks[name], lines) for name, lines in filled.items()]

    return make


def table_workbook(folder: Path) -> list[Path]:
    return [fill(models.workbook("cibles", folder / "aucun"), FILLED["cibles"].sheets, folder / "a.xlsx")]


def posts(folder: Path) -> list[Path]:
    records = [
        {"id_poste": f"P{rank}", "raison_sociale": "A", "annee": 2024, "montant": 7164, "insee_dep": "03"}
        for rank in range(4)
    ]
    places = {"type": "FeatureCollection", "features": [{"properties": {"code_cv": "C", "insee_dep": "03"}}]}
    return [
        written(folder / "a.json", json.dumps(records).encode()),
        written(folder / "b.json", json.dumps(places).encode()),
    ]


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


MADE: dict[str, tuple[str, Callable[[Path], list[Path]], int]] = {
    "fiches": ("fiches", fiche, ROUNDS),
    "faits": ("faits", facts, ROUNDS),
    "contexte": ("contexte", context, ROUNDS),
    "subventions": ("subventions", grants, ROUNDS),
    "budgets": ("budgets", budget, ROUNDS),
    # Each opens in a process of its own.
    "budgets, classeur": ("budgets", budget_workbook, 8),
    "postes": ("postes", posts, ROUNDS),
    **{
        f"tableaux, {kind}": ("tableaux", tables(kind), ROUNDS)
        for kind in ("fiches", "evenements", "contexte", "divisions")
    },
    "tableaux, classeur": ("tableaux", table_workbook, 8),
}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one to three things done to them."""
    for _ in range(chance.randint(1, 3)):
        start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0:
                content = content[:start] + content[end:]
            case 1:
                content = content[:start]
            case 2:
                content = content[end:] + content[start:end] + content[:start]
            case 3:
                content = content[:start] + content[start:end] * 2 + content[end:]
            case _:
                content = content[:start] + chance.choice(_INJECTED) + content[start:]
    return content


def replaced(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one value, between two marks of the format, put in place of another: the rest stays sound."""
    values = list(re.finditer(rb'[^;,\n{}\[\]":=]+|"[^"\n]*"', content))
    chosen = chance.choice(values) if values else None
    if chosen is None:
        return content
    return content[: chosen.start()] + chance.choice(_VALUES) + content[chosen.end() :]


def test_every_format_is_broken_here() -> None:
    """A returned workbook is compared with a store: it is broken apart."""
    assert {name for name, _, _ in MADE.values()} >= set(FORMATS) - {"references", "campagne"}


@pytest.mark.parametrize("what", MADE)
def test_a_broken_file_ends_in_a_report(tmp_path: Path, what: str) -> None:
    name, make, rounds = MADE[what]
    read, chance = reader_of(name), random.Random(SEED)
    files = make(tmp_path)
    sound = {file: file.read_bytes() for file in files}
    for _ in range(rounds):
        broken = chance.choice(files)
        broken.write_bytes(chance.choice((mutated, replaced))(sound[broken], chance))
        try:
            assert_sound(read([file for file in files if file.name != "source.toml"]))
        except RefusedError as refusal:
            assert is_whole(str(refusal))
        broken.write_bytes(sound[broken])


def test_a_broken_campaign_workbook_ends_in_a_report(reference_store: Path, tmp_path: Path) -> None:
    """Its bytes are, or one cell of one sheet, in place of which stands a value that no one expects."""
    path, chance = filled(reference_store, tmp_path, SMALL), random.Random(SEED)
    content = campaign.sent(path, campaign.opened(path))
    for number in range(12):
        file = tmp_path / f"{number}.xlsx"
        if number % 2:
            file.write_bytes(mutated(content, chance))
        else:
            told = campaign.sheets(content)
            row = chance.choice([row for rows in told.values() for row in rows if row])
            row[chance.randrange(len(row))] = chance.choice(_VALUES).decode(errors="replace")
            saved(told, file)
        try:
            assert_sound(reader_of("campagne")([file], store=path, replaced=None))
        except RefusedError as refusal:
            assert is_whole(str(refusal))


def assert_sound(batch: Batch) -> None:
    assert batch.read >= batch.kept >= 0
    assert all(reject.raison and is_whole(f"{reject.valeur}{reject.raison}") for reject in batch.rejects)
    assert all(map(is_whole, batch.warnings))
    rows = [row for table in batch.rows.values() if isinstance(table, list) for row in table]
    assert all(is_whole(value) for row in rows for value in row.values() if isinstance(value, str))
