"""The territory as tables, and the answers to « which commune, which département is this? ».

Everything comes from the Parquet files of this folder (geo/README.md) and from ``bassins/XX.csv``.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from geo.bassins import read_bassins
from geo.text import fold

HERE = Path(__file__).parent
BASSINS = HERE / "bassins"

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ARTICLES = ("l", "le", "la", "les")
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ZONE_COLUMNS = ["division", "code_zone", "nom", "code_departement", "theme", "rang", "origine"]
_MEMBER_COLUMNS = ["division", "code_zone", "code_commune", "debut", "fin"]

Rows = list[dict[str, Any]]


class UnknownCommuneError(ValueError):
    """No commune of today, and no old one, has this code; the message is French and says the likely cause."""


@dataclass(frozen=True)
class Commune:
    """A commune of today; longitude and latitude in degrees (WGS 84) of its mairie, or else of a point inside it."""

    code: str
    nom: str
    code_departement: str
    longitude: float | None
    latitude: float | None
    position: str | None
    cog_annee: int


@dataclass(frozen=True)
class Resolution:
    """The commune of today behind a code; ``note`` (French) is None when the code is its own.

    ``cog_annee`` is the edition of the COG that says so: for an old code, the first one held here in which the
    code is no longer a commune.
    """

    code_commune: str
    nom: str
    code_departement: str
    cog_annee: int
    note: str | None


@cache
def _read(name: str) -> pd.DataFrame:
    return pd.read_parquet(HERE / f"{name}.parquet")


def _names(table: str, key: str) -> dict[str, str]:
    rows = _read(table)
    return dict(zip(rows[key], rows["nom"], strict=True))


def reference_tables(bassins: Path = BASSINS) -> dict[str, pd.DataFrame]:
    """Rows of the territory's tables of the store, without ``source``; columns as in the contract.

    Divisions: ``bassin`` (the département's own table in ``bassins``, else its arrondissements, else the whole
    département), ``epci`` and ``arrondissement``. Raises ValueError (French) on a malformed table of bassins.
    """
    communes = _read("communes")
    zones, members = _bassins(communes, bassins)
    for division in ("epci", "arrondissement"):
        more_zones, more_members = _official(division, communes)
        zones += more_zones
        members += more_members
    place = ["code_commune", "nom", "code_departement", "longitude", "latitude", "position", "surface_km2", "cog_annee"]
    return {
        "departements": _read("departements")[["code_departement", "nom"]].copy(),
        "communes": communes[place].copy(),
        "communes_anciennes": _read("anciens_codes").copy(),
        "populations": _read("populations").copy(),
        "zones": pd.DataFrame(zones, columns=_ZONE_COLUMNS),
        "zones_communes": pd.DataFrame(members, columns=_MEMBER_COLUMNS).astype({"debut": object, "fin": object}),
    }


def _bassins(communes: pd.DataFrame, folder: Path) -> tuple[Rows, Rows]:
    departements = _names("departements", "code_departement")
    arrondissements = _names("arrondissements", "code_arrondissement")
    zones: Rows = []
    members: Rows = []
    for departement, group in communes.groupby("code_departement"):
        path = folder / f"{departement}.csv"
        if path.exists():
            own, its = read_bassins(path, dict(zip(group["code_commune"], group["nom"], strict=True)))
            zones += [_zone("bassin", b.code, b.nom, departement, b.rang, "table du comité", b.theme) for b in own]
            members += [_member("bassin", m.code_bassin, m.code_commune, m.debut, m.fin) for m in its]
            continue
        key, names, origin = "code_arrondissement", arrondissements, "arrondissement"
        if group[key].isna().any():
            key, names, origin = "code_departement", departements, "département"
        for rank, code in enumerate(sorted(group[key].unique()), start=1):
            zones.append(_zone("bassin", code, names[code], departement, rank, origin))
        members += [_member("bassin", z, c) for z, c in zip(group[key], group["code_commune"], strict=True)]
    _refuse_shared_codes(zones)
    return zones, members


def _refuse_shared_codes(zones: Rows) -> None:
    """A code names one bassin in the whole of France."""
    seen: dict[str, str] = {}
    for zone in zones:
        other = seen.setdefault(zone["code_zone"], zone["code_departement"])
        if other != zone["code_departement"]:
            raise ValueError(
                f"bassins : le code « {zone['code_zone']} » sert dans les départements {other} et "
                f"{zone['code_departement']} ; le faire commencer par le code du département"
            )


def _official(division: str, communes: pd.DataFrame) -> tuple[Rows, Rows]:
    """Zones of an official division; the département of a zone that lies in several is None."""
    key = f"code_{division}"
    found = communes.dropna(subset=key)
    names = _read("epci" if division == "epci" else "arrondissements")
    departement: dict[str, str | None] = {}
    for code, own in found[[key, "code_departement"]].drop_duplicates().itertuples(index=False):
        departement[code] = None if code in departement else own
    zones = [
        _zone(division, code, nom, departement[code], rank, "INSEE" if division == "arrondissement" else "DGCL")
        for rank, (code, nom) in enumerate(names[[key, "nom"]].itertuples(index=False), start=1)
    ]
    return zones, [_member(division, z, c) for z, c in zip(found[key], found["code_commune"], strict=True)]


def _zone(
    division: str, code: str, nom: str, departement: Any, rank: int, origin: str, theme: str | None = None
) -> dict[str, Any]:
    return dict(zip(_ZONE_COLUMNS, (division, code, nom, departement, theme, rank, origin), strict=True))


def _member(division: str, zone: str, commune: str, debut: Any = None, fin: Any = None) -> dict[str, Any]:
    return dict(zip(_MEMBER_COLUMNS, (division, zone, commune, debut, fin), strict=True))


def words(name: str) -> tuple[str, ...]:
    """The words of a place name, without accents, hyphens and abbreviations (St, Ste, s/)."""
    spelled = re.sub(r"\bs/\s*", "sur ", fold(name))
    return tuple(_SAINTS.get(word, word) for word in _NOT_WORD.sub(" ", spelled).split())


def _without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


class Territory:
    """Answers about codes and names; its indexes are built at first use. Shared through ``territory()``."""

    @cached_property
    def _communes(self) -> dict[str, Commune]:
        columns = ["code_commune", "nom", "code_departement", "longitude", "latitude", "position", "cog_annee"]
        rows = _read("communes")[columns].astype(object)
        rows = rows.where(rows.notna(), None)
        return {row[0]: Commune(*row) for row in rows.itertuples(index=False, name=None)}

    @cached_property
    def _old(self) -> dict[str, tuple[str | None, str, int]]:
        rows = _read("anciens_codes").astype(object)
        rows = rows.where(rows.notna(), None)
        return {old: (nom, code, year) for old, nom, code, year in rows.itertuples(index=False, name=None)}

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], list[Commune]]:
        index: dict[tuple[str, ...], list[Commune]] = defaultdict(list)
        for commune in self._communes.values():
            index[_without_article(words(commune.nom))].append(commune)
        return dict(index)

    @cached_property
    def _departements(self) -> dict[str, str]:
        return _names("departements", "code_departement")

    @cached_property
    def _departement_keys(self) -> dict[tuple[str, ...], str]:
        keys = {_without_article(words(nom)): code for code, nom in self._departements.items()}
        keys |= {(code.lower(),): code for code in self._departements}
        return keys | {(code[1:],): code for code in self._departements if code[0] == "0"}

    def commune(self, code: str) -> Commune | None:
        """The commune of today that has exactly this code."""
        return self._communes.get(code)

    def resolve_code(self, code: str) -> Resolution:
        """The commune of today behind a code, current or old; UnknownCommuneError (French) otherwise."""
        code = code.strip()
        commune = self._communes.get(code)
        if commune:
            return Resolution(code, commune.nom, commune.code_departement, commune.cog_annee, None)
        if code not in self._old:
            raise UnknownCommuneError(self._unknown(code))
        former, today, year = self._old[code]
        now = self._communes[today]
        was = f"{code} ({former})" if former else code
        note = f"code {was} rattaché à {now.nom} ({today}), COG {year}"
        return Resolution(today, now.nom, now.code_departement, year, note)

    @cached_property
    def oldest_cog(self) -> int:
        """The first edition of the COG held here: a code said to be gone in it may have gone at any time before."""
        return min(year for _, _, year in self._old.values())

    def resolve_name(self, nom: str, code_departement: str | None = None) -> list[Commune]:
        """Every commune of that name, in code order, whatever its accents, case, hyphens, « St » or article.

        An article that is written counts: « La Chapelle » is not « Chapelle » if both exist; without one, both answer.
        """
        asked = words(nom)
        found = self._by_name.get(_without_article(asked), [])
        if code_departement is not None:
            found = [commune for commune in found if commune.code_departement == code_departement]
        if asked and asked[0] in _ARTICLES:
            found = [commune for commune in found if words(commune.nom) == asked] or found
        return list(found)

    def departement_code(self, nom: str) -> str | None:
        """The code of a département given by its name or its code (« 3 », « 2a »), accents and case apart."""
        return self._departement_keys.get(_without_article(words(nom)))

    def old_codes(self, code_departement: str) -> list[str]:
        """Codes of that département that no longer name a commune, in order."""
        return sorted(old for old in self._old if old.startswith(code_departement))

    def departement_name(self, code: str) -> str | None:
        """The name of the département that has exactly this code."""
        return self._departements.get(code)

    @cached_property
    def _by_population(self) -> dict[str, list[Commune]]:
        people = _read("populations").sort_values("annee").groupby("code_commune")["population"].last().to_dict()
        index: dict[str, list[Commune]] = defaultdict(list)
        for commune in sorted(self._communes.values(), key=lambda one: (-people.get(one.code, 0), one.code)):
            if len(self.resolve_name(commune.nom, commune.code_departement)) == 1:
                index[commune.code_departement].append(commune)
        return dict(index)

    def largest(self, code_departement: str, count: int) -> list[Commune]:
        """The most peopled communes of a département whose name says them alone there, ``count`` of them at most."""
        return self._by_population.get(code_departement, [])[:count]

    def _unknown(self, code: str) -> str:
        """What is wrong with a code that nothing answers to, and what it may have been."""
        cog = max(commune.cog_annee for commune in self._communes.values())
        said = f"commune « {code} » inconnue au COG {cog}"
        for guess, cause in (
            (code.upper(), "une lettre de code est-elle en minuscule ?"),
            (code.removesuffix(".0").zfill(5), "un tableur a-t-il supprimé le zéro initial ?"),
        ):
            if guess in self._communes:
                return f"{said} ; {cause} Peut-être {guess} ({self._communes[guess].nom})."
        if re.fullmatch(r"\d{5}", code):
            return f"{said} ; est-ce un code postal ? Donner le code INSEE de la commune."
        return f"{said} ; un code INSEE a cinq caractères, zéro du début compris."


@cache
def territory() -> Territory:
    """The one Territory of this process."""
    return Territory()
