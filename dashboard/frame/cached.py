"""What is kept between two runs of a page, for all sessions together, and the only place of caches.

Everything is keyed by the store's path and by the copy that answers, which is named after the content of the store and
what it was made with (the role too): a load shows at the next click, and a store put back from a backup never answers
for another. What is kept cannot be changed (``frozen.py``), so that it is handed out as it is.
"""

import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from threading import Condition
from typing import Any, Literal, TypeVar

import duckdb
import pandas as pd
import streamlit as st
from cachetools import LRUCache, cached

import queries
from dashboard.frame import palette
from dashboard.frame.frozen import frozen, handed, weight
from dashboard.frame.row import Row
from dashboard.frame.scope import DEMO, REAL, Dataset, Scope
from data import settings, store
from data.actors import Actor
from data.loading.journal import Line, journal
from queries import limits
from queries.copy import reading
from queries.copy.reading import Copy

T = TypeVar("T")
Answer = TypeVar("Answer", bound=Sized)
# Bytes that are kept, about; the copies that stay open, of each dataset and role looked at.
MOST_BYTES = 128_000_000
_MOST_COPIES = 4
_TITLES = {REAL: "Faits réels", DEMO: "Démonstration (fictive)"}
_CONTOURS = Path(__file__).parent.parent / "static" / "contours"
_heard: ContextVar[list[tuple[str, Mapping[str, Any]]] | None] = ContextVar("heard", default=None)


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


def dataset(path: Path) -> Dataset:
    """The store of a folder as a dataset, under the title that pages give it."""
    key = path.resolve().name
    return Dataset(key, _TITLES.get(key, key), path)


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
    return _told(queries.ask, scope.copy, name, values)


def rows(scope: Scope, name: str, **values: Any) -> Sequence[Row]:
    """The same answer as plain records (dates are ISO, unknown is None): what sentences and tables are made from."""
    return _told(queries.ask_records, scope.copy, name, values)


def fresh(scope: Scope, name: str, **values: Any) -> pd.DataFrame:
    """The same answer, asked for now and not kept: what an export holds, which may be long."""
    _hear(name, values)
    return _ask(scope.copy, queries.ask, name, values)


@contextmanager
def hearing() -> Iterator[list[tuple[str, Mapping[str, Any]]]]:
    """The questions asked meanwhile, kept or not, each with its values: what a file says it was filtered by."""
    asked: list[tuple[str, Mapping[str, Any]]] = []
    token = _heard.set(asked)
    try:
        yield asked
    finally:
        _heard.reset(token)


def _hear(name: str, values: Mapping[str, Any]) -> None:
    if (asked := _heard.get()) is not None:
        asked.append((name, values))


def bassin_colours(scope: Scope) -> dict[str, str]:
    """Name → fixed colour of the bassins of the scope's département; empty for France, where there are hundreds."""
    if scope.departement is None:
        return {}
    bassins = rows(scope, "bassins", departement=scope.departement)
    return {row["nom"]: palette.bassin(rank) for rank, row in enumerate(bassins, start=1)}


def kept(scope: Scope, name: str, values: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What ``make`` returns, computed once for a snapshot, the shared filters, ``name`` and ``values``."""
    return _once((scope.copy.key, "kept", *scope.filters.values(), name, *values), make)


def writes(scope: Scope) -> Sequence[Line]:
    """Every write of the store, the oldest first, read once a snapshot for all pages; RefusedError if unreadable."""
    bare = Scope(scope.dataset, scope.copy)
    return kept(bare, "journal", (scope.actor.role,), lambda: journal(scope.dataset.path, scope.actor))


Kind = Literal["departements", "communes", "bassins", "epci"]
_DIVISIONS = {"bassins": "bassin", "epci": "epci"}


def outline_url(scope: Scope, kind: Kind, departement: str | None = None) -> str:
    """Address, from any page, of the GeoJSON of these outlines; all but ``departements`` want a département.

    Feature ids are the codes. NoOutlineError (French) when there is none to draw.
    """
    return _once((scope.copy.key, "outlines", kind, departement), lambda: _outline(scope.copy, kind, departement))


def outline(scope: Scope, kind: Kind, departement: str | None = None) -> Path:
    """The file of the same outlines, for a page that draws them itself."""
    return outline_file(outline_url(scope, kind, departement))


def outline_file(url: str) -> Path:
    """The file behind the address of outlines."""
    return _CONTOURS / Path(url).name


def forget() -> None:
    """All answers: the next question is asked. Copies stay open: what they hold does not change."""
    _answers.cache_clear()


# Connections by the key of their copy. One that goes is not closed here: that would end the cursors that still read
# it; it ends with the last of them.
_roots: LRUCache[str, duckdb.DuckDBPyConnection] = LRUCache(_MOST_COPIES)
_opening = Condition()


@cached(_roots, key=lambda copy: copy.key, condition=_opening)
def _root(copy: Copy) -> duckdb.DuckDBPyConnection:
    return reading.opened(copy)


def _ask(copy: Copy, ask: Callable[..., T], name: str, values: Mapping[str, Any]) -> T:
    """One answer; where the copy proves to be damaged, it is made again, once."""
    try:
        return _asked(copy, ask, name, values)
    except reading.DAMAGE:
        reading.discard(copy)
        with _opening:
            _roots.pop(copy.key, None)
    return _asked(copy, ask, name, values)


def _asked(copy: Copy, ask: Callable[..., T], name: str, values: Mapping[str, Any]) -> T:
    # A cursor of its own for each call: a connection shared by two threads gives wrong answers.
    with _root(copy).cursor() as cursor:
        return ask(cursor, name, **values)


def _told(ask: Callable[..., Answer], copy: Copy, name: str, values: Mapping[str, Any]) -> Answer:
    """An answer, kept or asked for now; the log of questions says which."""
    _hear(name, values)
    started, asked = time.perf_counter(), False

    def answer() -> Answer:
        nonlocal asked
        asked = True
        return _ask(copy, ask, name, values)

    found = _once((copy.key, ask.__name__, name, *sorted((key, _hashable(values[key])) for key in values)), answer)
    if not asked:
        limits.tell(name, started, found, "gardée")
    return found


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _once(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    found: T = _answers(key, make)
    return handed(found)


@cached(LRUCache(MOST_BYTES, getsizeof=weight), key=lambda key, _: key, condition=Condition())
def _answers(key: tuple[Hashable, ...], make: Callable[[], Any]) -> Any:
    """One thread makes what several ask for, the others wait for it and for nothing else; an error is not kept."""
    _emptied_with_streamlit_s()
    return frozen(make())


@st.cache_resource(show_spinner=False, on_release=lambda _: forget())
def _emptied_with_streamlit_s() -> None:
    """Streamlit's own « clear cache » empties these too: it releases this."""


def _outline(copy: Copy, kind: Kind, departement: str | None) -> str:
    from geo import outlines  # Heavy, and wanted only when something is drawn for the first time.

    if kind == "departements":
        file = outlines.departements(_CONTOURS)
    elif departement is None:
        raise ValueError(f"outlines of {kind} need a département")
    elif kind == "communes":
        file = outlines.communes(departement, _CONTOURS)
    else:
        asked = {"departement": departement, "division": _DIVISIONS[kind]}
        communes = _told(queries.ask, copy, "communes_zones", asked)
        zones = dict(zip(communes["code_commune"], communes["code_zone"], strict=True))
        file = outlines.zones(zones, f"{kind}-{departement}", _CONTOURS)
    return f"app/static/contours/{file}"
