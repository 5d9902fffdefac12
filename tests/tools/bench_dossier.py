"""What is handed over costs: a first dossier and the next ones, in each format, and a file of every commune.

``python -m tests.tools.bench_dossier [--store FOLDER]`` (the demonstration's when none is given) only reads. Each line
is of one process of its own, which has read nothing ahead: seconds on the clock, then of processor. Budgets, at S and
M: 5 s for a dossier, the first included (a served one has its libraries read ahead); 1 s for the file of the communes.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from data.settings import ROOT, demo_store

_BEGIN = """
import sys, time
from pathlib import Path
path = Path(sys.argv[1])
from queries.copy import reading
reading.made(reading.copy_of(path))

def timed(what, made):
    clock, processor = time.perf_counter(), time.process_time()
    content = made()
    spent = time.perf_counter() - clock, time.process_time() - processor
    print(f"{what}: {spent[0]:.2f} s, {spent[1]:.2f} s of processor, {len(content) / 1000:.0f} KB", flush=True)
"""
_DOSSIER = """
def dossier(suffix):
    from dashboard.dossier import asked, whole, written
    from dashboard.frame import cached
    from data.actors import ANYONE
    cached.forget()
    dataset = cached.dataset(path)
    return written.made(whole.document(asked.asked(asked.looked_at(dataset, ANYONE))), suffix)

timed("first dossier, libraries included", lambda: dossier("pdf"))
for suffix in ("pdf", "docx", "odt"):
    timed(f"next dossier, {suffix}, no answer kept", lambda: dossier(suffix))
"""
_COMMUNES = """
from dashboard.frame import cached, notice
from dashboard.frame.scope import Scope
from data import settings
from data.actors import ANYONE
from queries.tables import to_csv
from queries.workbooks import headings, workbook
dataset, name = cached.dataset(path), "carte_communes"
scope = Scope(dataset, cached.copy_of(dataset, ANYONE), settings.departement())
cached.rows(scope, "jeu")

def rows():
    return cached.fresh(scope, name, departement=scope.departement)

def book():
    found = rows()
    heads = headings(found.columns, notice.meanings(found, name), name)
    return workbook(found, name, heads, notice.readme(found, name, scope))

count = rows()["code_commune"].nunique()
timed(f"{count} communes, CSV", lambda: to_csv(rows()))
timed(f"{count} communes, workbook", book)
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench_dossier", description="What files cost.")
    parser.add_argument("--store", type=Path, default=demo_store())
    options = parser.parse_args(arguments)
    for measured in (_DOSSIER, _COMMUNES):
        subprocess.run([sys.executable, "-c", _BEGIN + measured, str(options.store)], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
