"""One ZIP of the whole dataset, as readers know it: the same store gives the same bytes, but for the day."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from data.actors import ANYONE
from data.batch import RefusedError
from data.store import Connection
from queries import ask, ask_records
from queries.copy import reading
from queries.copy.reading import Copy
from queries.open_data import scdl
from queries.open_data.readme import About, File, descriptor, readme
from queries.open_data.tables import GENERAL, SOURCES, Table, tables
from queries.tables import MADE_UP, marked, records, to_csv

_MARK = {"name": "donnees", "type": "string", "description": f"« {MADE_UP} » : rien n'y est vrai"}
_READABLE = 0o644


@dataclass(frozen=True)
class Package:
    """The ``content`` of a ZIP, how many tables and rows of facts it holds, and its grants in the standard."""

    content: bytes
    tables: int
    rows: int
    grants: scdl.Grants


def package(path: Path, day: date, departement: str | None = None, snapshot: int | None = None) -> Package:
    """What readers know of a store (of one département, or of all), made on ``day``.

    It is a reader's whatever the role: nobody who asks is asked. RefusedError (French) where nothing is recorded.
    """
    return package_of(reading.copy_of(path, snapshot, ANYONE), day, departement)


def package_of(copy: Copy, day: date, departement: str | None = None) -> Package:
    """The same of a reader's copy: that of a closed session tells the figures of its day. ValueError for any other."""
    if copy.unmasked:
        raise ValueError("an open-data package is made of a reader's copy")
    return reading.asked_of(copy, lambda root: _made(root, day, departement, copy.snapshot))


def _made(root: Connection, day: date, departement: str | None, snapshot: int) -> Package:
    with root.cursor() as cursor:
        about = _about(cursor, day, departement, snapshot)
        answers = {table.name: ask(cursor, table.question, **_values(table, departement)) for table in tables()}
        grants = scdl.grants(ask(cursor, scdl.QUESTION, departement=departement))
    rows = sum(len(answer) for name, answer in answers.items() if name not in GENERAL)
    if not rows:
        raise RefusedError(
            f"Rien n'est recensé ({about.place}) : un paquet de données ouvertes serait vide. Chargez des faits, ou "
            "choisissez un autre département."
        )
    answers[SOURCES] = _cited(answers)
    bodies = {table.file: to_csv(marked(answers[table.name], about.made_up)).encode() for table in tables()}
    files = [_file(table, len(answers[table.name]), bodies[table.file], about.made_up) for table in tables()]
    if len(grants.rows):
        bodies[about.grants_file] = to_csv(grants.rows).encode()
    sources = records(answers[SOURCES])
    bodies["LISEZMOI.md"] = readme(about, files, grants, sources).encode()
    bodies["datapackage.json"] = descriptor(about, files, sources).encode()
    return Package(_zipped(bodies, day), len(files), rows, grants)


def _about(cursor: Connection, day: date, departement: str | None, snapshot: int) -> About:
    (dataset,) = ask_records(cursor, "jeu")
    place = "tous les départements"
    if departement is not None:
        known = ask_records(cursor, "origine_territoire", niveau="departement", territoire=departement)
        place = f"{known[0]['nom']} ({departement})" if known else f"département {departement}"
    return About(dataset["titre"] or "Observatoire du vivre-ensemble", place, snapshot, day, dataset["demonstration"])


def _values(table: Table, departement: str | None) -> dict[str, str | None]:
    return {} if table.name == SOURCES else {"departement": departement}


def _cited(answers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The sources that a row of the package comes from."""
    told = (answer["source"] for name, answer in answers.items() if name != SOURCES and "source" in answer)
    known = answers[SOURCES]
    return known[known["source"].isin(set[str]().union(*told))]


def _file(table: Table, rows: int, body: bytes, made_up: bool) -> File:
    fields = [*table.schema["fields"], *([_MARK] if made_up else [])]
    told = replace(table, schema={**table.schema, "fields": fields})
    return File(told, rows, len(body), hashlib.sha256(body).hexdigest())


def _zipped(bodies: Mapping[str, bytes], day: date) -> bytes:
    """The files in the order of their names, all dated of that day: nothing else tells two makings apart."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(bodies):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE << 16
            target.writestr(entry, bodies[name])
    return content.getvalue()
