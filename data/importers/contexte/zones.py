"""Columns of a file that divide the territory: zones with their names, and the communes of each."""

from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd

from data.importers.contexte.mapping import Division, Mapping
from data.importers.contexte.places import Places
from data.importers.contexte.table import Table

_ZONE_COLUMNS = ["division", "code_zone", "nom", "code_departement", "theme", "rang", "origine"]
_MEMBER_COLUMNS = ["division", "code_zone", "code_commune", "ligne"]


@dataclass
class Divided:
    """What the divisions of a file say: members (division, code_zone, code_commune, ligne), names, and remarks."""

    members: pd.DataFrame
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def tables(self, table: Table) -> dict[str, pd.DataFrame]:
        """``zones`` and ``zones_communes`` without what only refused lines say."""
        kept = self.members[~self.members["ligne"].isin(table.refused)]
        pairs = kept[["division", "code_zone"]].drop_duplicates().sort_values(["division", "code_zone"])
        ranks = pairs.groupby("division").cumcount() + 1
        zones = pd.DataFrame(
            [
                # A file may hold a part of a zone: it does not tell whether the zone lies in one département.
                (division, code, self.names[division, code], None, None, int(rank), self.origins[division])
                for (division, code), rank in zip(pairs.itertuples(index=False, name=None), ranks, strict=True)
            ],
            columns=_ZONE_COLUMNS,
        ).astype({"code_departement": object, "theme": object})
        return {"zones": zones, "zones_communes": kept[_MEMBER_COLUMNS[:3]].drop_duplicates()}


def read(table: Table, mapping: Mapping, places: Places) -> Divided:
    """The divisions that ``mapping`` names, over the communes of ``places``."""
    divided = Divided(pd.DataFrame(columns=_MEMBER_COLUMNS))
    parts = [_members(table, division, places, divided) for division in mapping.divisions]
    if parts:
        divided.members = pd.concat(parts, ignore_index=True)
    return divided


def _members(table: Table, division: Division, places: Places, divided: Divided) -> pd.DataFrame:
    index = pd.Index(list(places.rows))
    frame = pd.DataFrame(
        {
            "division": division.division,
            "code_zone": table.cells.loc[index, division.colonne],
            "code_commune": pd.Series(places.rows, dtype=object),
            "ligne": table.cells.loc[index, "ligne"],
            "nom": table.cells.loc[index, division.nom] if division.nom else "",
        },
        index=index,
    )
    if division.separateur is not None:
        frame["code_zone"] = frame["code_zone"].str.split(division.separateur)
        frame = frame.explode("code_zone")
        frame["code_zone"] = frame["code_zone"].str.strip()
    outside = frame["code_zone"].isin(["", *division.hors])
    frame = _without_torn(frame[~outside], division, places, divided)
    _name(table, frame, division, divided)
    divided.origins[division.division] = division.origine
    return frame[_MEMBER_COLUMNS]


def _without_torn(frame: pd.DataFrame, division: Division, places: Places, divided: Divided) -> pd.DataFrame:
    """A commune of today whose former communes were in different zones is left out, and said."""
    for rows in places.merged:
        zones = frame.loc[frame.index.isin(rows)].groupby(level=0)["code_zone"].agg(frozenset)
        if zones.nunique() > 1 or len(zones) not in (0, len(rows)):
            code = places.rows[rows[0]]
            divided.notes.append(
                f"{code} réunit des communes que « {division.division} » met dans des zones différentes : "
                "elle n'entre dans aucune"
            )
            frame = frame[~frame.index.isin(rows)]
    return frame


def _name(table: Table, frame: pd.DataFrame, division: Division, divided: Divided) -> None:
    """One name a zone: the first line says it, lines that say another one are refused. A code may be its own name."""
    named: dict[str, dict[str, int]] = defaultdict(dict)
    pairs = frame[["code_zone", "nom", "ligne"]].drop_duplicates(["code_zone", "nom"])
    for code, name, line in pairs.itertuples(index=False, name=None):
        named[code].setdefault(name or code, int(line))
    for code, names in named.items():
        first, *others = names
        divided.names[division.division, code] = first
        for other in others:
            reason = f"la zone {code} s'appelle « {first} » ligne {names[first]} : un code n'a qu'un nom"
            for line in frame.loc[(frame["code_zone"] == code) & (frame["nom"] == other), "ligne"]:
                table.refuse(int(line), division.nom, other, reason)
