"""Grants in the French standard: its schema accepts the file, nothing is invented, our own reader takes it back.

``scdl-2.1.1.json`` says the rules of « SCDL subventions » 2.1.1 (schema.data.gouv.fr) in our words: names, types,
required values, patterns. Its two rules beyond a Table Schema (the key of a SIRET; a SIRET or an RNA) are below.
"""

import csv
import io
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

from frictionless import Resource, Schema

from data.loading.load import load
from queries.copy import reading
from queries.open_data.package import Package, package
from tests.queries.open_data.test_package import files
from tests.small.people import KEEPER

SCHEMA = Path(__file__).with_name("scdl-2.1.1.json")
# Two SIRET whose key is right (examples of the standard); with another last digit it is not.
GIVER, RECEIVER = "23350001600040", "38047555800058"
HEAD = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,"
    "montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide"
)
SOUND = {
    "nomAttribuant": "Région", "idAttribuant": GIVER, "dateConvention": "2023-06-27",
    "nomBeneficiaire": "Les Débrouillards", "idBeneficiaire": RECEIVER, "objet": "Ateliers",
    "montant": "1234.56", "nature": "aide en numéraire",
    "conditionsVersement": "unique", "datesPeriodeVersement": "2023-07-01", "notificationUE": "non",
    "pourcentageSubvention": "1",
}  # fmt: skip
LINES = [
    SOUND,
    {**SOUND, "objet": "=1+1", "montant": "-200", "datesPeriodeVersement": "2023-07-01/2024-03-01"},
    {**SOUND, "idBeneficiaire": "", "rnaBeneficiaire": "W380475558", "nature": "aide en nature", "montant": "50"},
    # Each of the next breaks one rule.
    {**SOUND, "idAttribuant": GIVER[:-1] + "1", "montant": "3"},
    {**SOUND, "objet": "x" * 257, "montant": "4"},
    {**SOUND, "idBeneficiaire": "", "nomBeneficiaire": "Sans numéro", "montant": "5"},
    {**SOUND, "pourcentageSubvention": "", "montant": "6"},
    {**SOUND, "dateConvention": "", "referenceDecision": "R7", "montant": "7"},
]


def written(path: Path, lines: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, HEAD.split(","), restval="")
        rows.writeheader()
        rows.writerows(lines)
    return path


def accepted(file: Path) -> bool:
    """Whether the schema, and its two rules of whole lines, take each line of a file."""
    schema = Schema.from_descriptor(json.loads(SCHEMA.read_text(encoding="utf-8")))
    resource = Resource(path=file.name, basepath=str(file.parent), schema=schema)
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    sirets = [row[name] for row in rows for name in ("idAttribuant", "idBeneficiaire") if row[name]]
    named = all(row["idBeneficiaire"] or row["rnaBeneficiaire"] for row in rows)
    return resource.validate().valid and named and all(map(_keyed, sirets))


def _keyed(siret: str) -> bool:
    """By the table of Luhn: every second digit from the right is doubled, nine taken away from what passes nine."""
    doubled = {"0": 0, "1": 2, "2": 4, "3": 6, "4": 8, "5": 1, "6": 3, "7": 5, "8": 7, "9": 9}
    return (sum(map(int, siret[1::2])) + sum(doubled[digit] for digit in siret[0::2])) % 10 == 0


def loaded(store: Path, file: Path) -> Package:
    report = load(KEEPER, "subventions", [file], store)
    assert report.etat == "chargee", report.as_text()
    return package(store, date(2026, 11, 27))


def granted(store: Path) -> list[tuple[str, Decimal]]:
    with reading.reader(store) as root:
        return root.execute(
            "SELECT beneficiaire, sum(montant_eur) FROM subventions WHERE etape = 'accorde' GROUP BY ALL ORDER BY ALL"
        ).fetchall()


def test_the_schema_can_refuse(tmp_path: Path) -> None:
    assert accepted(written(tmp_path / "sain.csv", LINES[:3]))
    for rank, line in enumerate(LINES[3:]):
        assert not accepted(written(tmp_path / f"{rank}.csv", [line])), line


def test_lines_that_say_all_go_out_and_come_back(reference_store: Path, tmp_path: Path) -> None:
    """Three lines of eight say all that is required: 1 234,56 − 200 + 50 €."""
    stores = [Path(shutil.copytree(reference_store, tmp_path / name)) for name in ("un", "autre")]
    made = loaded(stores[0], written(tmp_path / "subventions.csv", LINES))
    assert made.grants.total == len(LINES)
    lacking = ("idAttribuant", "objet", "idBeneficiaire", "pourcentageSubvention", "dateConvention")
    assert made.grants.lacking == dict.fromkeys(lacking, 1)
    held = files(made.content)
    out = tmp_path / "subventions-scdl.csv"
    out.write_bytes(held[out.name])
    assert accepted(out)
    assert out.read_text(encoding="utf-8").splitlines()[0] == HEAD
    assert "`idBeneficiaire` (1)" in held["LISEZMOI.md"].decode()
    rows = list(csv.DictReader(io.StringIO(held[out.name].decode())))
    assert sorted(Decimal(row["montant"]) for row in rows) == [Decimal(-200), Decimal(50), Decimal("1234.56")]
    loaded(stores[1], out)
    assert granted(stores[1]) == [("Les Débrouillards", Decimal("1084.56"))]
