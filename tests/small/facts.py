"""A few facts small enough to be added up by hand, written as a folder of facts and loaded as such.

Three actions of the Allier: « Jardins partagés » in Moulins (2020 to 2022), « Café des familles » in Vichy and Cusset
(2021, 50 people, 1 000 €), « Atelier d'écriture » known by its département alone, with no year and a proposed amount.
One event in Moulins in 2021, on whose attendance two statements disagree (200 and 260).
"""

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from data import store
from data.identifiers import structure_id
from data.loading.load import load
from data.report import Report
from queries import ask_records
from tests.small.people import CHIEF, KEEPER

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
CENTRE = structure_id("Centre social des Coteaux", "03")

SMALL: Rows = {
    "structures": [
        {"structure_id": CENTRE, "nom": "Centre social des Coteaux", "type": "centre_social", "code_departement": "03"}
    ],
    "actions": [
        {
            "ref": "jardins",
            "titre": "Jardins partagés",
            "structure_id": CENTRE,
            "structure": "Centre social des Coteaux",
            "code_departement": "03",
            "statut": "Terminée",
            "motif_fin": "plus de budget",
            "motif_fin_code": "financement",
            "date_debut": "2020-03-01",
            "date_debut_precision": "mois",
            "date_fin": "2022-12-31",
            "date_fin_precision": "annee",
        },
        {
            "ref": "cafe",
            "titre": "Café des familles",
            "structure_id": CENTRE,
            "structure": "Centre social des Coteaux",
            "code_departement": "03",
            "statut": "En cours",
            "date_debut": "2021-01-01",
            "date_debut_precision": "annee",
            "date_fin_precision": "inconnue",
        },
        {
            "ref": "atelier",
            "titre": "Atelier d'écriture",
            "structure_id": CENTRE,
            "structure": "Centre social des Coteaux",
            "code_departement": "03",
            "date_debut_precision": "inconnue",
            "date_fin_precision": "inconnue",
        },
    ],
    "actions_lieux": [
        {"action_id": "jardins", "role": "lieu", "code_commune": "03190", "precision": "declaree"},
        {"action_id": "cafe", "role": "lieu", "code_commune": "03310", "precision": "declaree"},
        {"action_id": "cafe", "role": "lieu", "code_commune": "03095", "precision": "declaree"},
        {"action_id": "cafe", "role": "siege", "code_commune": "03190", "precision": "deduite"},
        {"action_id": "atelier", "role": "lieu", "code_departement": "03", "precision": "departement_seul"},
    ],
    "actions_initiateurs": [
        {"action_id": "jardins", "initiateur": "Un habitant"},
        {"action_id": "jardins", "initiateur": "Le centre social"},
        {"action_id": "cafe", "initiateur": "Le centre social"},
    ],
    "actions_partenaires": [
        {"action_id": ref, "partenaire": "Conseil départemental"} for ref in ("jardins", "cafe", "atelier")
    ],
    "evenements": [
        {
            "evenement_id": "fete-2021",
            "serie": "Fête",
            "nom": "Fête des voisins",
            "edition": "1",
            "tenu_le": "2021-05-28",
            "precision": "jour",
            "code_departement": "03",
            "code_commune": "03190",
        }
    ],
    "mesures": [
        {
            "sujet_type": "action",
            "sujet_id": "cafe",
            "grandeur": "participants_distincts",
            "annee": "2021",
            "valeur": "50",
            "precision": "exacte",
            "etat": "validee",
        },
        *(
            {
                "sujet_type": "evenement",
                "sujet_id": "fete-2021",
                "grandeur": "participants_distincts",
                "annee": "2021",
                "valeur": str(value),
                "borne_basse": str(value),
                "precision": "minimum",
                "etat": "validee",
                "texte_source": f"plus de {value}",
            }
            for value in (200, 260)
        ),
    ],
    "montants": [
        {
            "sujet_type": "action",
            "sujet_id": "cafe",
            "role": "total",
            "montant_eur": "1000",
            "precision": "exacte",
            "etat": "validee",
        },
        {
            "sujet_type": "action",
            "sujet_id": "cafe",
            "role": "produit",
            "montant_eur": "400",
            "precision": "exacte",
            "financeur": "CAF",
            "etat": "validee",
        },
        {
            "sujet_type": "action",
            "sujet_id": "atelier",
            "role": "total",
            "montant_eur": "500",
            "precision": "approchee",
            "etat": "proposee",
        },
    ],
    "financements": [
        {
            "financement_id": "jardins-departement",
            "sujet_type": "action",
            "sujet_id": "jardins",
            "financeur": "Département",
            "nature": "inconnue",
            "etat": "validee",
        }
    ],
}


def write_folder(folder: Path, rows: Rows, title: str = "Faits d'essai") -> list[Path]:
    """Write rows as a folder of facts; return its files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "source.toml"]
    files[0].write_text(f'titre = "{title}"\n', encoding="utf-8")
    for table, lines in rows.items():
        file = folder / f"{table}.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, _columns(table), restval="")
            writer.writeheader()
            writer.writerows(lines)
        files.append(file)
    return files


def load_rows(path: Path, folder: Path, rows: Rows) -> Report:
    """Load rows into a store, through a folder of facts."""
    return load(CHIEF if "cibles" in rows else KEEPER, "faits", write_folder(folder, rows), path)


def filled(reference_store: Path, folder: Path, rows: Rows) -> Path:
    """A copy, in ``folder``, of the store of territories, with these rows loaded."""
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    report = load_rows(path, folder / "essai", rows)
    assert report.exit_code == 0, report.as_text()
    return path


def answer(root: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[dict[str, Any]]:
    """The answer to a question, on a cursor of its own."""
    with root.cursor() as cursor:
        return ask_records(cursor, name, **values)


def action_id(root: duckdb.DuckDBPyConnection, title: str) -> str:
    """The identifier of the action of that title."""
    with root.cursor() as cursor:
        found = cursor.execute("SELECT action_id FROM actions WHERE titre = ?", [title]).fetchone()
    assert found is not None
    return str(found[0])


def _columns(table: str) -> list[str]:
    with store.memory() as root:
        root.execute(store.CONTRACT.read_text(encoding="utf-8"))
        found = _described(root, table)
    kept = [column for column in found if column not in ("source", "fichier", "ligne")]
    return ["ref" if table == "actions" and column == "action_id" else column for column in kept]


def _described(root: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = root.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
    ).fetchall()
    return [name for (name,) in rows]
