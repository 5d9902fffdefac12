"""The open-data package from the command line: ``open-data FILE.zip [departement=03]``."""

from collections.abc import Sequence
from pathlib import Path

from data import days, whole_file
from data.french import number, plural
from queries import QuestionError
from queries.open_data import scdl
from queries.open_data.package import package

COMMAND = "open-data"
_USAGE = f"Écrivez : python -m queries {COMMAND} FICHIER.zip [departement=03]."


def run(path: Path, words: Sequence[str], snapshot: int | None) -> str:
    """Write the package of a store and say what it holds (French); QuestionError for words that are not understood,
    RefusedError where there is nothing to tell or the file cannot be written.
    """
    files = [word for word in words if "=" not in word]
    said = dict(word.split("=", 1) for word in words if "=" in word)
    if len(files) != 1 or not files[0].lower().endswith(".zip") or set(said) - {"departement"}:
        raise QuestionError(_USAGE)
    made = package(path, days.today(), said.get("departement") or None, snapshot)
    whole_file.write(Path(files[0]), made.content)
    facts = plural(made.rows, "ligne de faits", "lignes de faits")
    return f"Écrit : {files[0]} ({plural(made.tables, 'table')}, {facts}). {_grants(made.grants)}"


def _grants(grants: scdl.Grants) -> str:
    if not grants.total:
        return "Aucune subvention accordée n'est publiée ligne par ligne."
    total = plural(grants.total, "subvention accordée", "subventions accordées")
    return f"Au standard SCDL {scdl.VERSION} : {number(len(grants.rows))} sur {total} (LISEZMOI.md dit ce qui manque)."
