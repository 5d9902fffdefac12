"""The models that people download and fill in, one a kind of table that can be loaded."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from data.identifiers import fold
from data.importers.tableaux import here, model
from data.importers.tableaux.description import Kind
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.links import Links
from data.loading import matching
from data.settings import departement

# Name of a kind → its French title, in the order in which they are offered.
TITLES: Mapping[str, str] = {name: kind.title for name, kind in KINDS.items()}
# Name of a kind → what it tells, in a few French words without a capital.
USES: Mapping[str, str] = {name: kind.what for name, kind in KINDS.items()}


def workbook(
    name: str,
    store: Path,
    also: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    code_departement: str | None = None,
) -> bytes:
    """The model of a kind as an .xlsx, its lists offering what the store holds; KeyError when there is no such kind.

    ``also``: heading → choices that only the caller knows (codes of indicators for « Indicateur »). Its bassins and its
    examples are those of the département, the reference one by default.
    """
    kind, own = KINDS[name], code_departement or departement()
    links = Links(partial(matching.stored_names, store, None))
    places = here.places(own, links.zones("bassin"), links.zones("epci"))
    return model.workbook(kind, places, {**_offers(kind, store, own), **also})


def delimited(name: str) -> dict[str, str]:
    """Sheet → its model as a CSV for Excel; KeyError when there is no such kind."""
    links = Links()
    places = here.places(departement(), links.zones("bassin"), links.zones("epci"))
    return {sheet.name: model.delimited(sheet, places) for sheet in KINDS[name].sheets}


def _offers(kind: Kind, store: Path, own: str) -> dict[str, list[str]]:
    """What columns may name: subjects of the store, bassins of the département."""
    offers: dict[str, list[str]] = {}
    stored = partial(matching.stored_names, store, None)
    bassins = Links(stored).zones("bassin")
    for sheet in kind.sheets:
        for column in sheet.columns:
            if column.type == "bassin":
                offers[column.heading] = [f"{code} {name}" for code, name, place in bassins if place == own]
            elif column.type == "lien" and column.target:
                names = {named.name for named in stored(column.target)}
                offers[column.heading] = sorted(names, key=fold)
    return offers
