"""What a reader takes away of a table: a workbook, CSV and Parquet for machines, and the notice that goes with them."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frame import cached, notice
from dashboard.frame.markup import html, write
from dashboard.frame.mime import PARQUET, WORKBOOK
from dashboard.frame.notice import Asked
from dashboard.frame.pictures import Picture, block
from dashboard.frame.scope import Scope
from data import days
from data.french import plural
from data.identifiers import slug
from queries.tables import marked, records, to_csv
from queries.workbooks import headings, workbook

_LONGEST = 48  # characters of a picture's title in the name of its file
# What a row of a map says whatever its year.
_STILL = ("nom", "bassin", "mesure", "donnees", "jour_observation")
# (label, end of the file's name, what makes it, its type)
Offer = tuple[str, str, Callable[[], str | bytes], str]


@dataclass(frozen=True)
class Mapped:
    """Rows that are those of a map: the column of their ``code``, and what gives code → outline."""

    code: str
    shapes: Callable[[], Mapping[str, Any]]


def exports(
    answer: Callable[[], pd.DataFrame],
    name: str,
    question: str,
    scope: Scope,
    more: Mapping[str, Any] | None = None,
    *,
    dated: bool = False,
    mapped: Mapped | None = None,
    pictures: Sequence[Picture] = (),
) -> None:
    """« Télécharger » what is on screen; how many rows that is, is asked when it is opened.

    ``name`` begins the files' names; ``question`` is the question's name in ``queries/``: the values that it is asked
    with are told by the notice, which nothing has to repeat. ``more`` is what it is not asked: what is shown of its
    answer. ``dated`` rows count from the reference day, and say it. The ``answer`` is asked for at the click: a page
    need not wait for what it does not show. ``mapped`` rows also leave as layers of a GIS,
    and the ``pictures`` that show them as images.
    """
    menu = st.popover(
        "Télécharger", icon=":material/download:", key=f"telecharger_{name}", on_change="rerun", type="tertiary"
    )
    if not menu.open:
        return

    def asked() -> Asked:
        found = notice.heard(answer, question, scope)
        rows = found.rows.assign(jour_observation=cached.reference_day(scope)) if dated else found.rows
        return Asked(marked(rows, cached.demonstration(scope)), question, {**found.values, **(more or {})})

    first = asked()
    with menu:
        write(html("<p>{}, tout ce que les filtres retiennent.</p>", plural(len(first.rows), "ligne")))
        stem = f"{name}-{slug(notice.perimeter(question, first.values, scope))}"
        layers = _layers(asked, mapped, scope) if mapped else []
        with st.container(horizontal=True, key=f"fichiers_{name}"):
            buttons(stem, name, scope, [*_tables(asked, name, scope), *layers])
        _images(pictures, scope)


def images(pictures: Sequence[Picture], name: str, scope: Scope) -> None:
    """« Télécharger » charts or maps whose rows leave with another table, or with none."""
    if not pictures:
        return
    menu = st.popover(
        "Télécharger", icon=":material/image:", key=f"telecharger_{name}", on_change="rerun", type="tertiary"
    )
    if menu.open:
        with menu:
            _images(pictures, scope)


def _images(pictures: Sequence[Picture], scope: Scope) -> None:
    for picture in pictures:
        stem = f"{_brief(slug(picture.title))}-{slug(picture.where or scope.label)}"
        write(block(picture, scope, _dated(stem, scope)))


def _brief(name: str) -> str:
    """The whole words of a name that fit at the head of a file's name."""
    return name if len(name) <= _LONGEST else name[: _LONGEST + 1].rpartition("-")[0]


def _tables(asked: Callable[[], Asked], name: str, scope: Scope) -> list[Offer]:
    """The files that hold the rows, each made of what is ``asked`` at its click."""

    def book() -> bytes:
        found = asked()
        heads = headings(found.rows.columns, notice.meanings(found.rows, found.question), found.question)
        return workbook(found.rows, name, heads, notice.readme(found.rows, found.question, scope, found.values))

    def told() -> str:
        found = asked()
        return notice.told(found.rows, found.question, scope, found.values)

    return [
        ("Classeur Excel", "xlsx", book, WORKBOOK),
        ("CSV pour machines", "csv", lambda: to_csv(asked().rows), "text/csv"),
        ("Parquet", "parquet", lambda: _parquet(asked().rows), PARQUET),
        ("Notice (JSON)", "notice.json", told, "application/json"),
    ]


def buttons(stem: str, name: str, scope: Scope, offers: Sequence[Offer]) -> None:
    """One button a file, made at the click; its name says what, of where, which day, from which snapshot."""
    for label, suffix, made, mime in offers:
        st.download_button(
            label,
            made,
            f"{_dated(stem, scope)}.{suffix}",
            mime,
            key=f"export_{name}_{suffix}",
            on_click="ignore",
            icon=":material/download:",
        )


def _dated(stem: str, scope: Scope) -> str:
    return f"{stem}-{datetime.now(days.FRANCE):%Y%m%d}-instantane{scope.snapshot}"


def _layers(asked: Callable[[], Asked], mapped: Mapped, scope: Scope) -> list[Offer]:
    """The same rows on their outlines: one territory each, in longitude and latitude."""
    from geo import layers  # Heavy, and wanted only when a file is made.

    def collection() -> bytes:
        found = asked()
        told = json.loads(notice.told(found.rows, found.question, scope, found.values))
        about = {"notice": {**told, "projection": layers.CRS}}
        return layers.geojson(records(spread(found.rows, mapped.code)), mapped.code, mapped.shapes(), about)

    def package() -> bytes:
        found = asked()
        readme = notice.readme(found.rows, found.question, scope, found.values)
        lines = [*readme, ("Projection", f"longitude et latitude WGS 84 ({layers.CRS})")]
        return layers.geopackage(spread(found.rows, mapped.code), mapped.code, mapped.shapes(), "carte", lines)

    return [
        ("GeoJSON", "geojson", collection, "application/geo+json"),
        ("GeoPackage", "gpkg", package, "application/geopackage+sqlite3"),
    ]


def spread(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """One row a territory: what changes from year to year has a column a year (``valeur_2023``), as a GIS draws it."""
    if not rows[code].duplicated().any():
        return rows
    yearly = [name for name in rows if name not in (code, "annee", *_STILL)]
    whole = rows.drop_duplicates(code).drop(columns=["annee", *yearly]).set_index(code)
    for year, part in rows.groupby("annee"):
        whole = whole.join(part.set_index(code)[yearly].add_suffix(f"_{year}"))
    return whole.reset_index()


def _parquet(rows: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    rows.to_parquet(out, index=False)
    return out.getvalue()
