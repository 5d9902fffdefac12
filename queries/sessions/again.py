"""Kept copies that this version cannot read, or that are gone, made again from the snapshot and rules of the session.

They are made by a process of its own, whose settings name the rules of that day; its figures are compared with those
that were told, and a difference is written down with the copy: pages tell it.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from data import days, integrity, settings
from data.actors import ANYONE, PRODUCT
from data.batch import RefusedError
from data.committee import known
from data.committee.known import Closed
from queries.copy import earlier, reading, steps
from queries.copy.reading import Copy
from queries.sessions import figures, kept, rules

_LOG = logging.getLogger(__name__)


def prepare(path: Path) -> Iterator[str]:
    """Make again what closed sessions of a store keep where it cannot be read; a French line a session that was.

    What a killed closing left is removed. RefusedError for the first that cannot be made.
    """
    if kept.left_over(path):
        with kept.alone(path):
            kept.sweep(path)
    for closed in known.closed(path).values():
        name = kept.folder_name(closed.snapshot, closed.identity, closed.rules)
        if _rules_put_back(path, closed, name):
            yield f"Séance « {closed.seance_id} » : le catalogue et les seuils de ce jour-là sont remis."
        if _stands(path, closed, name):
            continue
        _in_its_rules(path, closed)
        found = kept.manifest(path, name)
        if found is None:
            raise kept.lost(path, closed)
        told = f" Chiffres qui diffèrent : {', '.join(found.differs)}." if found.differs else " Mêmes chiffres."
        yield f"Séance « {closed.seance_id} » : copie de l'instantané {closed.snapshot} refaite.{told}"


def _rules_put_back(path: Path, closed: Closed, name: str) -> bool:
    """Put the rules that a session keeps back beside its copies where they are no longer there; whether they were."""
    place, texts = kept.folder(path, name) / kept.RULES, known.rules_of(path, closed.seance_id)
    try:
        there = rules.of_that_day(place)
    except RefusedError:
        there = {}
    if kept.manifest(path, name) is None or texts.items() <= there.items():
        return False
    rules.write(texts, place)
    return True


def _stands(path: Path, closed: Closed, name: str) -> bool:
    """Whether what a session keeps is there, and as this version reads it: the two copies are laid out alike, with what
    all snapshots told beside them (while its own snapshot is there to tell it again)."""
    if not earlier.stands(kept.folder(path, name)) and _there(path, closed):
        return False
    today = reading.copy_of(path)
    try:
        both = [kept.copy_of(path, closed, actor) for actor in (ANYONE, PRODUCT)]
    except RefusedError:
        return False
    return all(kept.readable(copy, today) for copy in both)


def _there(path: Path, closed: Closed) -> bool:
    try:
        return integrity.content(path, closed.snapshot).identity == closed.identity
    except RefusedError:
        return False


def _in_its_rules(path: Path, closed: Closed) -> None:
    with tempfile.TemporaryDirectory() as place:
        rules.write(known.rules_of(path, closed.seance_id), Path(place))
        environment = {**os.environ, "OBSERVATOIRE_CATALOGUE": place, "OBSERVATOIRE_REGLES": place}
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(path.resolve()), closed.seance_id],
            cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        said = done.stdout.strip() or "voyez le journal"
        _LOG.error("copie de séance non refaite : %s", done.stderr)
        raise RefusedError(f"Séance « {closed.seance_id} » : ses chiffres n'ont pas pu être refaits. {said}")


def make(path: Path, seance_id: str) -> None:
    """Make both copies of a closed session in the rules that the settings name; RefusedError where it cannot be."""
    closed = known.closed(path)[seance_id]
    name = kept.folder_name(closed.snapshot, closed.identity, closed.rules)
    if integrity.content(path, closed.snapshot).identity != closed.identity:
        raise RefusedError(
            f"L'instantané {closed.snapshot} de ce magasin n'est pas celui de la séance : il vient d'une autre "
            "histoire "
            "(une sauvegarde remise). Remettez le dossier seances/ de la même sauvegarde."
        )
    before = kept.manifest(path, name)
    rules.write(known.rules_of(path, seance_id), kept.folder(path, name) / kept.RULES)
    kept.folder(path, name).mkdir(parents=True, exist_ok=True)
    copies = [
        Copy(path, closed.snapshot, closed.identity, steps.fingerprint(unmasked=unmasked), unmasked, name)
        for unmasked in (False, True)
    ]
    files = [reading.make_again(copy) for copy in copies]
    told = [reading.asked_of(copy, figures.told) for copy in copies]
    exact = [reading.asked_of(copy, figures.to_the_last_bit) for copy in copies]
    expected = [closed.figures, closed.all_figures]
    same = any([figures.digest(each) for each in way] == expected for way in (told, exact))
    kept.write(
        path,
        name,
        kept.Manifest(
            files[0].name,
            files[1].name,
            settings.version(),
            told[0],
            told[1],
            remade=days.today().isoformat(),
            differs=() if same else _differing(before, (told, exact)),
        ),
    )
    if not earlier.stands(kept.folder(path, name)):
        earlier.keep(kept.folder(path, name), kept.folder(path, name))
    for left in kept.folder(path, name).glob("dits-*"):
        left.unlink()
    if before is not None and same:
        for old in {before.readers, before.whole} - {file.name for file in files}:
            (kept.folder(path, name) / old).unlink(missing_ok=True)


def _differing(before: kept.Manifest | None, ways: Sequence[Sequence[dict[str, str]]]) -> tuple[str, ...]:
    """The tables whose figures are no longer those of the closing, whichever way they were told (a digest a table, of
    both copies); where those are lost, one word for all."""
    if before is None:
        return ("chiffres",)
    sides = zip((before.figures, before.all_figures), *ways, strict=True)
    return tuple(sorted({name for old, *new in sides for name in old if old[name] not in [each[name] for each in new]}))


def main() -> int:
    """The process of ``_in_its_rules``: 0 done, 1 refused, which it says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("seance_id")
    asked = parser.parse_args()
    try:
        make(asked.path, asked.seance_id)
    except (RefusedError, duckdb.Error) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
