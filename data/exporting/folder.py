"""A folder of facts on disk: one CSV a table and ``source.toml``, written whole or not at all, and read back first."""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from data import formulas, store
from data.batch import RefusedError, Reject, Row
from data.exporting.facts import Exported
from data.importers import faits
from data.loading import staging
from data.unforeseen import unwritable

_SHOWN = 5
_ABOUT = ("titre", "editeur", "licence", "url", "publiee_le")
# Three decimals alone after a point are read as thousands.
_THOUSANDS = 3


def write(found: Exported, folder: Path) -> None:
    """Make the folder, with all its files; RefusedError (French) when it holds anything, cannot be written, or when
    what is exported would not load back.
    """
    _refuse_taken(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        for name, text in _files(found).items():
            (draft / name).write_text(text, encoding="utf-8", newline="")
        _refuse_unread(draft)
        draft.chmod(0o755)
        draft.rename(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _refuse_taken(folder: Path) -> None:
    try:
        folder.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(folder, error) from error
    if not folder.is_dir():
        raise RefusedError(f"« {folder} » est un fichier : donnez le nom d'un dossier nouveau.")
    if any(folder.iterdir()):
        raise RefusedError(
            f"« {folder} » n'est pas vide : rien n'y est écrit, pour ne rien mêler ni effacer. Donnez un dossier "
            "nouveau, ou videz celui-là."
        )


def _files(found: Exported) -> dict[str, str]:
    """Name → text of each file."""
    files = {faits.SOURCE: "".join(_key(name, found.about[name]) for name in _ABOUT if found.about[name] is not None)}
    return files | {f"{table}.csv": _csv(rows) for table, rows in found.tables.items()}


def _key(name: str, value: str | date) -> str:
    """A line of TOML: its basic strings are those of JSON, but for one character."""
    said = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
    return f"{name} = {said}\n".replace("\x7f", "\\u007f")


def _csv(rows: Sequence[Row]) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return written.getvalue()


def _cell(value: Any) -> str:
    """A value as these CSVs write it, in the one way that has one reading alone in its column; text is never run."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"
        case float():
            plain = f"{Decimal(repr(value)):f}".removesuffix(".0")
            return plain + "0" * (len(plain.partition(".")[2]) == _THOUSANDS)
        case date():
            return value.isoformat()
    return formulas.escaped(str(value).strip())


def _refuse_unread(draft: Path) -> None:
    """RefusedError unless the folder loads: read by its reader, within the rules of the contract."""
    batch = faits.read(sorted(draft.glob("*.csv")))
    rejects: list[Reject] = list(batch.rejects)
    if not rejects:
        with store.memory() as root:
            staging.prepare(root, _NO_LAKE, None)
            rejects = staging.insert(root, batch, draft.name)
    if rejects:
        told = " ; ".join(
            f"{each.fichier}, {each.colonne} « {each.valeur} » : {each.raison}" for each in rejects[:_SHOWN]
        )
        raise RefusedError(f"Rien n'est exporté : ce dossier ne se rechargerait pas. {told}.")


_NO_LAKE: Mapping[str, set[str]] = {}
