"""What cells name (a structure, an instance, a zone): found in the file, in the store, or told with candidates.

A name designates something when one thing alone bears it; an identifier always does.
"""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from data.identifiers import fold
from geo.communes import reference_tables

_CANDIDATES = 6
_SHOWN_ZONES = 12
_SORTS_OF_EPCI = ("ca", "cc", "cu", "metropole")
_KINDS = {
    "structure": "structure",
    "instance": "instance",
    "seance": "séance",
    "evenement": "événement",
    "projet": "projet social",
    "action": "action",
    "zone": "zone",
    "variable": "variable",
    "bassin": "bassin",
    "epci": "intercommunalité",
}
# What a store is asked for, by what a cell may name: identifier, name, day that tells apart those of one name; of
# structures, their département and the one in which they were merged.
STORED: Mapping[str, str] = {
    "structure": (
        "SELECT structure_id, nom, NULL::DATE, code_departement, dans FROM structures LEFT JOIN "
        "(SELECT structure_id, any_value(dans) AS dans FROM fusions GROUP BY structure_id) USING (structure_id)"
    ),
    "instance": "SELECT instance_id, nom, NULL::DATE FROM instances",
    "seance": "SELECT seance_id, instance_id, tenue_le FROM seances",
    "evenement": "SELECT evenement_id, nom, tenu_le FROM evenements",
    "projet": "SELECT projet_id, titre, NULL::DATE FROM projets_sociaux",
    "action": "SELECT action_id, titre, NULL::DATE FROM actions",
    "variable": "SELECT variable, variable, NULL::DATE FROM contexte_variables",
    "bassin": (
        "SELECT code_zone, nom, NULL::DATE FROM (FROM zones SEMI JOIN (FROM sources WHERE format <> 'references') "
        "USING (source) WHERE division = 'bassin')"
    ),
}


@dataclass(frozen=True)
class Named:
    """Something that a cell may name; ``day`` tells apart those of one name; of a structure, ``place`` is its
    département and ``merged`` the one that it is now a part of.
    """

    identifier: str
    name: str
    day: date | None = None
    place: str | None = None
    merged: str | None = None


# Code, name, département (None when there are several).
Zone = tuple[str, str, str | None]
Stored = Callable[[str], Iterable[Named]]


def nothing(target: str) -> Iterable[Named]:
    """No store: only what the file holds can be named."""
    return ()


@dataclass
class _Names:
    by_id: dict[str, Named] = field(default_factory=dict)
    by_name: dict[str, dict[str, Named]] = field(default_factory=lambda: defaultdict(dict))
    refused: dict[str, int] = field(default_factory=dict)

    def add(self, named: Named) -> None:
        self.by_id.setdefault(named.identifier, named)
        self.by_name[fold(named.name)].setdefault(named.identifier, named)


class Links:
    """What the lines read until now, and the store, hold under each name."""

    def __init__(self, stored: Stored = nothing) -> None:
        self._stored = stored
        self._known: dict[str, _Names] = {}

    def add(self, target: str, named: Named) -> None:
        """Something that a line defines."""
        self._of(target).add(named)

    def refuse(self, target: str, name: str | None, line: int) -> None:
        """A line that would define something, and is refused: those that name it are too."""
        if name is not None:
            self._of(target).refused.setdefault(fold(name), line)

    def find(self, target: str, text: str, day: date | None = None) -> str:
        """The identifier behind an identifier or a name; ValueError (French) with the candidates otherwise."""
        names = self._of(target)
        if text in names.by_id:
            return text
        found = list(names.by_name.get(fold(text), {}).values())
        dated = [one for one in found if day is None or one.day == day]
        # Another thing of that name may be meant by the line that is refused.
        doubtful = fold(text) in names.refused and day is None
        if len(dated) == 1 and not doubtful:
            return dated[0].identifier
        if doubtful or (fold(text) in names.refused and not dated):
            raise ValueError(f"la ligne {names.refused[fold(text)]}, qui le définit, est refusée : corrigez-la d'abord")
        raise ValueError(_why_not(target, text, names, found, dated))

    def known(self, target: str, text: str, place: str | None) -> Named | None:
        """The one that bears this identifier, or this very name in a département; None when nothing known does.

        ValueError (French) with the candidates where several bear the name, those merged in one another taken as one.
        """
        names = self._of(target)
        if text in names.by_id:
            return names.by_id[text]
        bearing = names.by_name.get(fold(text), {})
        found = [one for one in bearing.values() if one.place == place and one.merged not in bearing]
        if len(found) > 1:
            raise ValueError(_why_not(target, text, names, found, found))
        return found[0] if found else None

    def session(self, instance: str, day: date) -> str:
        """The identifier of the séance of an instance on a day; ValueError lists the days that are known."""
        names = self._of("seance")
        sessions = names.by_name.get(fold(instance), {}).values()
        found = [one for one in sessions if one.day == day]
        if len(found) == 1:
            return found[0].identifier
        days = ", ".join(sorted(f"{one.day:%d/%m/%Y}" for one in sessions if one.day)) or "aucune"
        raise ValueError(
            f"pas de séance de cette instance à cette date ; séances connues : {days}. Ajoutez-la, ou corrigez la date"
        )

    def zones(self, division: str) -> list[Zone]:
        """The zones of a division: bassins that a committee loaded stand for those of its département."""
        loaded = [(one.identifier, one.name, _departement(one.identifier)) for one in self._stored(division)]
        own = {departement for _, _, departement in loaded}
        return [*loaded, *(row for row in _zones(division) if not loaded or row[2] not in own)]

    def zone(self, division: str, text: str, code_departement: str | None) -> str:
        """The code of a bassin or an EPCI from its code or its name, in a département when one is said.

        ValueError (French) when nothing, or several zones, answer to it.
        """
        return _zone(self.zones(division), division, text, code_departement)

    def _of(self, target: str) -> _Names:
        if target not in self._known:
            names = self._known[target] = _Names()
            for named in self._stored(target):
                names.add(named)
        return self._known[target]


def _why_not(target: str, text: str, names: _Names, found: list[Named], dated: list[Named]) -> str:
    kind = _KINDS[target]
    if found and not dated:
        days = ", ".join(f"{one.day:%d/%m/%Y}" if one.day else "sans date" for one in found[:_CANDIDATES])
        return f"aucun nom de ce genre ({kind}) à cette date ; dates connues : {days}"
    if found:
        which = ", ".join(one.identifier for one in found[:_CANDIDATES])
        more = ", ou sa date" if any(one.day for one in found) else ""
        return f"plusieurs portent ce nom ({kind}) : écrivez l'identifiant ({which}){more}"
    near = difflib.get_close_matches(fold(text), list(names.by_name), n=_CANDIDATES)
    shown = ", ".join(f"« {one.name} »" for name in near for one in list(names.by_name[name].values())[:1])
    meant = f" ; peut-être {shown}" if shown else ""
    return f"rien de connu ne porte ce nom ({kind}){meant}. Ajoutez-le d'abord, ou corrigez le nom"


@cache
def _zones(division: str) -> tuple[Zone, ...]:
    """(code, name, département) of the zones of a division of the reference territory, in their order."""
    table = reference_tables()["zones"]
    rows = table.loc[table["division"] == division, ["code_zone", "nom", "code_departement"]].astype(object)
    return tuple(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def _departement(code: str) -> str:
    """The département of a bassin that was loaded, whose code begins with its own."""
    return code[: 3 if code.startswith(("97", "98")) else 2]


def _zone(among: Iterable[Zone], division: str, text: str, code_departement: str | None) -> str:
    own = [row for row in among if code_departement is None or row[2] in (None, code_departement)]
    named = [row for row in own if row[0] == text] or [row for row in own if fold(text) in _spellings(*row[:2])]
    if len(named) == 1:
        return named[0][0]
    kind = _KINDS[division]
    if named:
        listed = ", ".join(f"{code} ({name}, {place})" for code, name, place in named[:_CANDIDATES])
        raise ValueError(f"plusieurs zones portent ce nom ({kind}) : {listed}. Écrivez le code")
    offered = own if code_departement is not None else []
    listed = ", ".join(f"{code} ({name})" for code, name, _ in offered[:_SHOWN_ZONES])
    expected = f" ; attendu : {listed}" if listed else ""
    raise ValueError(f"aucun territoire de ce genre ({kind}) : écrivez son code ou son nom exact{expected}")


def _spellings(code: str, name: str) -> tuple[str, ...]:
    """How a zone may be written: its name, with or without « CA », « CC »…, or its code and its name."""
    first, _, rest = fold(name).partition(" ")
    bare = (rest,) if first in _SORTS_OF_EPCI and rest else ()
    return (fold(name), fold(f"{code} {name}"), *bare)
