"""The mapping of a file of official figures: which column is what, as a TOML file that people write and keep.

``data/recettes/`` holds those of known publications; its README says every key.
"""

import difflib
import re
import unicodedata
from collections.abc import Collection
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from data.batch import RefusedError
from data.toml_file import read_toml
from data.understanding import Answers

# Divisions of the reference territory, which no file of figures replaces.
REFERENCE_DIVISIONS = {"bassin": "bassins de vie", "epci": "intercommunalités", "arrondissement": "arrondissements"}
MARKS = ("s", "nd", "ns", "///")
EARLIEST, LATEST = 1900, 2100
# What stands in a column's name for its year: « MED{aa} » is MED21, « PMUN{aaaa} » is PMUN2021.
_YEARS = {"{aaaa}": r"(\d{4})", "{aa}": r"(\d{2})"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Keys of a mapping that name a column.
_COLUMN_KEYS = ("colonne", "nom")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Variable:
    """A column of figures. ``minimum``/``maximum`` are refused beyond; ``plancher``/``plafond`` are values at which the
    publisher cuts (5 means « 5 or less »); ``somme``: counts, which add up when communes merge."""

    colonne: str
    variable: str
    titre: str
    unite: str | None = None
    editeur: str | None = None
    annee: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    plancher: float | None = None
    plafond: float | None = None
    entier: bool = False
    somme: bool = False


@dataclass(frozen=True)
class Division:
    """A column of zones. ``nom`` is the column of their names; ``hors`` are codes that mean « in no zone »; with a
    ``separateur`` a commune may be in several."""

    colonne: str
    division: str
    origine: str
    nom: str | None = None
    hors: tuple[str, ...] = ()
    separateur: str | None = None


@dataclass(frozen=True)
class Mapping:
    """What a file says, column by column. ``file`` is where the mapping is written, for the report; ``annee_du_nom``:
    the publisher writes the year in the name of the file alone."""

    file: str
    titre: str
    commune: str
    editeur: str | None = None
    licence: str | None = None
    url: str | None = None
    publiee_le: date | None = None
    note: str | None = None
    reconnaitre: tuple[str, ...] = ()
    separateur: str | None = None
    decimale: str | None = None
    encodage: str | None = None
    feuille: str | None = None
    entete: int = 1
    cog: int | None = None
    cog_par_annee: Keyed[str, int] = field(default_factory=dict)
    annee: int | None = None
    colonne_annee: str | None = None
    annee_du_nom: bool = False
    marques: Keyed[str, str] = field(default_factory=dict)
    variables: tuple[Variable, ...] = ()
    divisions: tuple[Division, ...] = ()


def column_name(text: str) -> str:
    """The form in which names of columns are compared: one way to write « é » and a space, none around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def matches(pattern: str, header: Collection[str]) -> list[tuple[str, int | None]]:
    """Columns that a name stands for, each with the year it bears: « MED{aa} » → [("MED21", 2021)].

    A ``header`` of thousands of columns is best given as the keys of a dict, where a name is found at once.
    """
    sign = next((sign for sign in _YEARS if sign in pattern), None)
    if sign is None:
        return [(pattern, None)] if pattern in header else []
    before, after = pattern.split(sign, 1)
    shape = re.compile(re.escape(before) + _YEARS[sign] + re.escape(after))
    found = [(column, shape.fullmatch(column)) for column in header]
    return [(column, _year(match[1])) for column, match in found if match]


def _year(digits: str) -> int:
    """« 21 » is 2021, « 99 » is 1999."""
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) < 60 else 1900)


def read_mapping(path: Path) -> Mapping:
    """The mapping written in a TOML file; RefusedError (French) names the key that is wrong and what is expected."""
    return mapping_of(path.name, read_toml(path))


def mapping_of(name: str, said: Answers) -> Mapping:
    """The mapping that these keys make; ``name`` is what refusals call it."""
    return _Reader(name).mapping(_normal(dict(said)))


def _normal(value: Any) -> Any:
    """Every text of a mapping in the form in which names of columns are compared."""
    if isinstance(value, dict):
        return {
            unicodedata.normalize("NFC", key): column_name(inner)
            if key in _COLUMN_KEYS and isinstance(inner, str)
            else _normal(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_normal(inner) for inner in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


# Beyond, no file has the names of its columns.
_DEEPEST_HEADER = 10_000
_BOUNDS = ("minimum", "maximum", "plancher", "plafond")
_TEXT, _WHOLE, _NUMBER, _BOOLEAN, _DAY = "texte", "nombre entier", "nombre", "true ou false", "date (AAAA-MM-JJ)"
_TYPES: dict[str, tuple[type, ...]] = {
    _TEXT: (str,),
    _WHOLE: (int,),
    _NUMBER: (int, float),
    _BOOLEAN: (bool,),
    _DAY: (date,),
}
_KEYS: dict[str, dict[str, str]] = {
    "fichier": {"separateur": _TEXT, "decimale": _TEXT, "encodage": _TEXT, "feuille": _TEXT, "entete": _WHOLE},
    "commune": {"colonne": _TEXT, "cog": _WHOLE},
    "annee": {"valeur": _WHOLE, "colonne": _TEXT, "du_nom": _BOOLEAN},
    "variables": {
        "colonne": _TEXT,
        "variable": _TEXT,
        "titre": _TEXT,
        "unite": _TEXT,
        "editeur": _TEXT,
        "annee": _WHOLE,
        "minimum": _NUMBER,
        "maximum": _NUMBER,
        "plancher": _NUMBER,
        "plafond": _NUMBER,
        "entier": _BOOLEAN,
        "somme": _BOOLEAN,
    },
    "divisions": {"colonne": _TEXT, "nom": _TEXT, "division": _TEXT, "origine": _TEXT, "separateur": _TEXT},
}
_HEAD = {"titre": _TEXT, "editeur": _TEXT, "licence": _TEXT, "url": _TEXT, "publiee_le": _DAY, "note": _TEXT}
_SECTIONS = ("reconnaitre", "fichier", "commune", "annee", "marques", "variables", "divisions")
_SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class _Reader:
    """Reads one mapping file, whose name every refusal begins with."""

    file: str

    def mapping(self, said: dict[str, Any]) -> Mapping:
        said.pop("recette", None)  # What a known publication is, beside how it is read.
        sections = {key: said.pop(key) for key in _SECTIONS if key in said}
        head = self.checked("", said, _HEAD, ("titre",))
        table = self.section(sections, "fichier")
        commune = dict(sections.get("commune", {})) if isinstance(sections.get("commune"), dict) else {}
        by_year = commune.pop("cog") if isinstance(commune.get("cog"), dict) else {}
        place = self.checked("commune", self.as_table("commune", commune), _KEYS["commune"], ("colonne",))
        year = self.section(sections, "annee")
        if len(year) > 1:
            self.refuse(f"[annee] dit {' et '.join(f'« {key} »' for key in year)} : gardez l'une de ces clés")
        variables = tuple(self.variable(row) for row in self.rows(sections, "variables"))
        divisions = tuple(self.division(row) for row in self.rows(sections, "divisions"))
        if not variables and not divisions:
            self.refuse("ni [[variables]] ni [[divisions]] : dites au moins une colonne à charger")
        return Mapping(
            file=self.file,
            commune=place["colonne"],
            **head,
            reconnaitre=tuple(self.texts("reconnaitre", sections.get("reconnaitre", []))),
            **self.file_keys(table),
            cog=self.year("[commune] cog", place.get("cog")),
            cog_par_annee=self.editions(by_year),
            annee=self.year("[annee] valeur", year.get("valeur")),
            colonne_annee=year.get("colonne"),
            annee_du_nom=year.get("du_nom", False),
            marques=self.marks(sections.get("marques", {})),
            variables=variables,
            divisions=self.once(divisions),
        )

    def refuse(self, what: str) -> None:
        raise RefusedError(f"{self.file} : {what}.")

    def section(self, sections: dict[str, Any], name: str) -> dict[str, Any]:
        return self.checked(name, self.as_table(name, sections.get(name, {})), _KEYS[name])

    def as_table(self, name: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.refuse(f"« {name} » est une partie : écrivez [{name}], puis une clé par ligne")
        return dict(value)

    def rows(self, sections: dict[str, Any], name: str) -> list[dict[str, Any]]:
        value = sections.get(name, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.refuse(f"« {name} » se répète, une fois par colonne : écrivez [[{name}]] avec deux crochets")
        return [dict(row) for row in value]

    def checked(
        self, section: str, said: dict[str, Any], keys: dict[str, str], needed: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """``said`` when its keys are known and of their type, and none of ``needed`` is missing or empty."""
        where = f"[{section}] " if section else ""
        for key, value in said.items():
            if key not in keys:
                close = difflib.get_close_matches(key, [*keys, *_SECTIONS], n=1)
                hint = f"vouliez-vous dire « {close[0]} » ?" if close else f"clés possibles : {', '.join(keys)}"
                self.refuse(f"{where}clé « {key} » inconnue ; {hint}")
            kind = keys[key]
            if type(value) not in _TYPES[kind]:  # A boolean is a whole number to Python, and a moment a day.
                self.refuse(f"{where}« {key} = {value!r} » n'est pas un {kind}")
        for key in needed:
            if not str(said.get(key, "")).strip():
                self.refuse(f"{where}« {key} » manque")
        return said

    def texts(self, key: str, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(f"« {key} » est une liste de textes : ['…', '…']")
        return list(value)

    def file_keys(self, table: dict[str, Any]) -> dict[str, Any]:
        if table.get("separateur", ";") not in _SEPARATORS:
            self.refuse(f"[fichier] separateur « {table['separateur']} » : l'un de ; , | ou une tabulation")
        if table.get("decimale", ",") not in (",", "."):
            self.refuse(f"[fichier] decimale « {table['decimale']} » : la virgule ou le point")
        if not 1 <= table.get("entete", 1) <= _DEEPEST_HEADER:
            self.refuse(
                "[fichier] entete : le numéro de la ligne des noms de colonnes, 1 pour la première, "
                f"{_DEEPEST_HEADER} au plus"
            )
        return table

    def editions(self, said: dict[str, Any]) -> dict[str, int]:
        for year, edition in said.items():
            if not year.isdecimal() or type(edition) is not int:
                self.refuse("[commune] cog : une édition (cog = 2024) ou une par année (cog = { 2021 = 2024 })")
            self.year("[commune] cog", edition)
        return said

    def year(self, where: str, value: int | None) -> int | None:
        if value is not None and not EARLIEST <= value <= LATEST:
            self.refuse(f"{where} = {value} : une année a quatre chiffres, de {EARLIEST} à {LATEST}")
        return value

    def marks(self, said: Any) -> dict[str, str]:
        for sign, mark in self.as_table("marques", said).items():
            if mark not in MARKS:
                self.refuse(f"[marques] « {sign} » = « {mark} » : une marque est l'une de {', '.join(MARKS)}")
        return dict(said)

    def variable(self, row: dict[str, Any]) -> Variable:
        said = self.checked("variables", row, _KEYS["variables"], ("colonne", "variable", "titre"))
        name = said["variable"]
        if not _VARIABLE.fullmatch(name):
            self.refuse(
                f"[variables] variable « {name} » : un nom court, sans espace ni accent (« MED », « taux_rsa »)"
            )
        self.year(f"[variables] annee de « {name} »", said.get("annee"))
        for bound in _BOUNDS:
            if not isfinite(said.get(bound, 0)):
                self.refuse(f"[variables] « {name} » : {bound} = {said[bound]}, attendu un nombre fini")
        for low, high in (("minimum", "maximum"), ("plancher", "plafond")):
            if low in said and high in said and said[low] > said[high]:
                self.refuse(f"[variables] « {name} » : {low} {said[low]} plus grand que {high} {said[high]}")
        return Variable(**said)

    def division(self, row: dict[str, Any]) -> Division:
        outside = self.texts("hors", row.pop("hors", []))
        said = self.checked("divisions", row, _KEYS["divisions"], ("colonne", "division", "origine"))
        name = said["division"]
        if not _NAME.fullmatch(name):
            self.refuse(f"[divisions] division « {name} » : un nom court en minuscules, sans espace (« bv2022 »)")
        if name in REFERENCE_DIVISIONS:
            self.refuse(
                f"[divisions] « {name} » est déjà la division de référence des {REFERENCE_DIVISIONS[name]}, dont "
                f"dépendent les pages ; pour comparer celle de ce fichier, donnez un autre nom (« {name}_insee »). "
                "Les bassins de vie du comité se remplacent dans geo/bassins"
            )
        return Division(**said, hors=tuple(outside))

    def once(self, divisions: tuple[Division, ...]) -> tuple[Division, ...]:
        names = [division.division for division in divisions]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            self.refuse(f"[divisions] deux colonnes s'appellent « {twice} » : une division est une colonne")
        return divisions
