"""What recognising, previewing and confirming a grant file cost (``python -m tests.tools.bench_intake``).

A copy of the demonstration's store receives a made-up file of the standard, one line in fifty without an amount; the
copy is thrown away. Seconds on the clock, then of processor (that of child processes, which read workbooks, included).
"""

import argparse
import csv
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import xlsxwriter

from data.intake.files import receive
from data.intake.preview import confirm, preview
from data.intake.recognition import recognise
from data.settings import demo_store
from tests.small.people import KEEPER

Result = TypeVar("Result")
_HEAD = "nomAttribuant idAttribuant dateConvention nomBeneficiaire idBeneficiaire objet montant nature".split()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line a step, for a CSV then for a workbook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--store", type=Path, default=demo_store())
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(shutil.copytree(options.store, Path(folder) / "magasin", ignore=shutil.ignore_patterns("lecture")))
        for write in (_delimited, _workbook):
            _measure(store, write(Path(folder), _lines(options.lines, write.__name__)))


def _measure(store: Path, file: Path) -> None:
    received = _timed(
        f"{file.name}, receive", lambda: receive(file.parent / f"depot{file.suffix}", [(file.name, file)])
    )
    found = _timed(f"{file.name}, recognise", lambda: recognise(received.files))
    paths = [given.path for given in received.files]
    tried = _timed(f"{file.name}, preview", lambda: preview(KEEPER, str(found[0].kind), paths, store))
    report = _timed(f"{file.name}, confirm", lambda: confirm(KEEPER, tried, store))
    print(f"{file.name} : {report.message}")


def _timed(name: str, work: Callable[[], Result]) -> Result:
    clock, processor = time.perf_counter(), _processor()
    result = work()
    print(f"{name:<24} {time.perf_counter() - clock:6.2f} s {_processor() - processor:6.2f} s", flush=True)
    return result


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _lines(count: int, seed: str) -> list[list[str]]:
    chance = random.Random(seed)
    return [
        [
            "Département de l'Allier",
            "22030001600010",
            f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            f"Association {rank}",
            "73282932000074" if rank % 7 == 0 else "",
            f"Fonctionnement {rank}",
            "NC" if rank % 50 == 0 else f"{chance.randint(100, 90_000)}.{chance.randint(0, 99):02}",
            "aide en numéraire",
        ]
        for rank in range(count)
    ]


def _delimited(folder: Path, lines: Sequence[Sequence[str]]) -> Path:
    with (folder / "aides.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, delimiter=";").writerows([_HEAD, *lines])
    return folder / "aides.csv"


def _workbook(folder: Path, lines: Sequence[Sequence[str]]) -> Path:
    with xlsxwriter.Workbook(folder / "aides.xlsx") as book:
        sheet = book.add_worksheet("Aides")
        for rank, line in enumerate([_HEAD, *lines]):
            sheet.write_row(rank, 0, line)
    return folder / "aides.xlsx"


if __name__ == "__main__":
    main()
