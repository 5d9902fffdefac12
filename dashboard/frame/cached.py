"""What is kept between two runs of a page, and the only place of ``st.cache_*``.

Everything is keyed by the store's path and by the copy that answers, which is named after the content of the store and
what it was made with: a load shows at the next click, and a store put back from a backup never answers for another.
"""

import time
from collections.abc import Callable, Mapping, Sized
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import duckdb
import pandas as pd
import streamlit as st

import queries
from dashboard.frame import palette
from dashboard.frame.scope import DEMO, REAL, Dataset, Scope
from data import settings, store
from data.actors import Actor
from queries import limits
from queries.copy import reading
from queries.copy.reading import Copy

T = TypeVar("T")
Answer = TypeVar("Answer", bound=Sized)
_TITLES = {REAL: "Faits réels", DEMO: "Démonstration (fictive)"}
_CONTOURS = Path(__file__).parent.parent / "static" / "contours"


def datasets() -> list[Dataset]:
    """The stores of this installation, the one it opens on first; an empty list when none was ever built."""
    folder = settings.stores_folder()
    if not folder.is_dir():
        return []
    paths = sorted(
        (path for path in folder.iterdir() if path.is_dir() and store.exists(path)),
        key=lambda path: (path.name != settings.dataset(), path.name != REAL, path),
    )
    return [
        Dataset(path.name, _TITLES.get(path.name, path.name), path, opens=not rank) for rank, path in enumerate(paths)
    ]


def demonstration(scope: Scope) -> bool:
    """Whether the dataset is made up: every screen, export and printed page then says so."""
    return bool(rows(scope, "jeu")[0]["demonstration"])


def reference_day(scope: Scope) -> date | None:
    """The day from which « en cours » and « dans les douze mois » count; None when no fact bears a date."""
    (row,) = rows(scope, "jour_observation")
    return None if row["jour"] is None else date.fromisoformat(row["jour"])


def copy_of(dataset: Dataset, actor: Actor) -> Copy:
    """The copy that answers ``actor`` for what the dataset holds now; RefusedError when its store cannot be read."""
    return reading.copy_of(dataset.path, actor=actor)


def ask(scope: Scope, name: str, **values: Any) -> pd.DataFrame:
    """``queries.ask`` on the scope's store; the shared filters are given by ``**scope.filters`` where they apply."""
    return _told(_answer, scope.copy, name, values)


def rows(scope: Scope, name: str, **values: Any) -> list[dict[str, Any]]:
    """The same answer as plain records (dates are ISO, unknown is None): what sentences and tables are made from."""
    return _told(_rows, scope.copy, name, values)


def fresh(scope: Scope, name: str, **values: Any) -> pd.DataFrame:
    """The same answer, asked for now and not kept: what an export holds, which may be long."""
    return _ask(scope.copy, queries.ask, name, values)


def bassin_colours(scope: Scope) -> dict[str, str]:
    """Name → fixed colour of the bassins of the scope's département; empty for France, where there are hundreds."""
    if scope.departement is None:
        return {}
    bassins = rows(scope, "bassins", departement=scope.departement)
    return {row["nom"]: palette.bassin(rank) for rank, row in enumerate(bassins, start=1)}


def kept(scope: Scope, name: str, values: tuple[Any, ...], make: Callable[[], T]) -> T:
    """What ``make`` returns, computed once for a snapshot, the shared filters, ``name`` and ``values``."""
    value: T = _kept(scope.copy.key, (*scope.filters.values(), name, *values), make)
    return value


Kind = Literal["departements", "communes", "bassins", "epci"]
_DIVISIONS = {"bassins": "bassin", "epci": "epci"}


def outline_url(scope: Scope, kind: Kind, departement: str | None = None) -> str:
    """Address, from any page, of the GeoJSON of these outlines; all but ``departements`` want a département.

    Feature ids are the codes. NoOutlineError (French) when there is none to draw.
    """
    return _outline(scope.copy.key, kind, departement, scope.copy)


def _close(root: duckdb.DuckDBPyConnection) -> None:
    root.close()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_close)
def _root(key: str, _copy: Copy) -> duckdb.DuckDBPyConnection:
    return reading.opened(_copy)


def _ask(copy: Copy, ask: Callable[..., T], name: str, values: Mapping[str, Any]) -> T:
    """One answer; where the copy proves to be damaged, it is made again, once."""
    try:
        return _asked(copy, ask, name, values)
    except reading.DAMAGE:
        reading.discard(copy)
        _root.clear(copy.key, copy)
    return _asked(copy, ask, name, values)


def _asked(copy: Copy, ask: Callable[..., T], name: str, values: Mapping[str, Any]) -> T:
    # A cursor of its own for each call: a connection shared by two threads gives wrong answers.
    with _root(copy.key, copy).cursor() as cursor:
        return ask(cursor, name, **values)


def _told(answer: Callable[..., Answer], copy: Copy, name: str, values: Mapping[str, Any]) -> Answer:
    """An answer, kept or asked for now; the log of questions says which."""
    started, asked = time.perf_counter(), [False]
    found = answer(copy.key, name, tuple(sorted(values.items())), copy, asked)
    if not asked[0]:
        limits.tell(name, started, found, "gardée")
    return found


@st.cache_data(max_entries=512, show_spinner=False)
def _answer(key: str, name: str, values: tuple[tuple[str, Any], ...], _copy: Copy, _asked: list[bool]) -> pd.DataFrame:
    _asked[0] = True
    return _ask(_copy, queries.ask, name, dict(values))


@st.cache_data(max_entries=512, show_spinner=False)
def _rows(
    key: str, name: str, values: tuple[tuple[str, Any], ...], _copy: Copy, _asked: list[bool]
) -> list[dict[str, Any]]:
    _asked[0] = True
    return _ask(_copy, queries.ask_records, name, dict(values))


@st.cache_data(max_entries=256, show_spinner=False)
def _kept(key: str, values: tuple[Any, ...], _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_data(max_entries=256, show_spinner=False)
def _outline(key: str, kind: Kind, departement: str | None, _copy: Copy) -> str:
    from geo import outlines  # Heavy, and wanted only when something is drawn for the first time.

    if kind == "departements":
        file = outlines.departements(_CONTOURS)
    elif departement is None:
        raise ValueError(f"outlines of {kind} need a département")
    elif kind == "communes":
        file = outlines.communes(departement, _CONTOURS)
    else:
        asked = {"departement": departement, "division": _DIVISIONS[kind]}
        communes = _told(_answer, _copy, "communes_zones", asked)
        zones = dict(zip(communes["code_commune"], communes["code_zone"], strict=True))
        file = outlines.zones(zones, f"{kind}-{departement}", _CONTOURS)
    return f"app/static/contours/{file}"
