"""Where a file departs from the standard of grant data (SCDL subventions), line by line; nothing is refused for it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from data import french
from data.batch import Reject
from data.importers.subventions.columns import Header, field_of, spelled
from data.reading.grids import Grid
from data.reading.headings import compare
from data.understanding import Headings

_V1 = (
    "nomAttribuant idAttribuant dateConvention referenceDecision nomBeneficiaire idBeneficiaire objet montant nature "
    "conditionsVersement datesPeriodeVersement idRAE notificationUE pourcentageSubvention"
).split()
_V21 = [*_V1, "rnaBeneficiaire", "dispositifAide"]
# With this many names of the standard, a file means to follow it.
_MEANT = 6
_REQUIRED = [name for name in _V1 if name not in ("referenceDecision", "idRAE", "idBeneficiaire")]
_NATURES = (
    "aide en numéraire",
    "aide en nature",
    "aide en numéraire;aide en nature",
    "aide en nature;aide en numéraire",
)
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FORMS = {
    "idAttribuant": (re.compile(r"\d{14}"), "un SIRET de 14 chiffres"),
    "idBeneficiaire": (re.compile(r"\d{14}"), "un SIRET de 14 chiffres"),
    "rnaBeneficiaire": (re.compile(r"W\d{9}"), "W suivi de neuf chiffres"),
    "dateConvention": (re.compile(_DAY), "une date AAAA-MM-JJ"),
    "datesPeriodeVersement": (re.compile(rf"{_DAY}(/{_DAY})?"), "AAAA-MM-JJ ou AAAA-MM-JJ/AAAA-MM-JJ"),
    "montant": (re.compile(r"-?\d+(\.\d+)?"), "un nombre à point décimal"),
    "nature": (re.compile("|".join(map(re.escape, _NATURES))), "aide en numéraire, aide en nature, ou les deux"),
    "notificationUE": (re.compile("oui|non|true|false", re.IGNORECASE), "oui ou non"),
    "pourcentageSubvention": (re.compile(r"0(\.\d+)?|1(\.0+)?"), "une fraction de 0 à 1"),
}
_MOST = 200


def version(header: Header) -> str | None:
    """« SCDL 2.1 » or « SCDL 1.1 ou 2.0 » by the columns, whatever the file calls itself; None when it is neither."""
    names = {spelled(name) for name in header.names}
    if {spelled(name) for name in _V21} - names <= {
        "dispositif aide",
        "rna beneficiaire",
    } and "rna beneficiaire" in names:
        return "SCDL subventions 2.1"
    missing = {spelled(name) for name in _V1} - names
    return "SCDL subventions 1.1 ou 2.0" if not missing else None


def headings(names: Sequence[str]) -> Headings:
    """The columns of a file set against the standard's; nothing to say of a file that does not mean to follow it."""
    known = {spelled(name) for name in names}
    if sum(spelled(name) in known for name in _V21) < _MEANT:
        return Headings()
    younger = {"rnaBeneficiaire", "dispositifAide"}
    expected = [name for name in _V21 if name not in younger or spelled(name) in known]
    return compare(expected, list(names), field_of)


def departures(grid: Grid, header: Header) -> list[Reject]:
    """Every cell that breaks the standard, with its line and column, up to 200."""
    found: list[Reject] = []
    if [name for name in header.names if name.strip()][: len(_V1)] != [name for name in _V21 if name in header.names][
        : len(_V1)
    ] and set(header.names) - set(_V21):
        odd = sorted(set(filter(None, header.names)) - set(_V21))
        told = ", ".join(f"« {name} »" for name in odd)
        found.append(Reject(grid.name, grid.lines[header.first], None, None, f"colonnes hors du standard : {told}"))
    for row, line in zip(grid.rows[header.last + 1 :], grid.lines[header.last + 1 :], strict=True):
        for place, name in enumerate(header.names):
            cell = row[place] if place < len(row) else None
            if (reason := _broken(name, cell)) is not None:
                shown = None if cell is None else str(cell)
                found.append(Reject(grid.name, line, name, shown, f"hors du standard : {reason}"))
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _broken(name: str, cell: Any) -> str | None:
    if cell is None:
        return "valeur obligatoire absente" if name in _REQUIRED else None
    if name not in _FORMS or isinstance(cell, date | int | float | bool):
        return None
    form, expected = _FORMS[name]
    return None if form.fullmatch(str(cell)) else f"attendu {expected}"


def codes(departing: Sequence[Reject]) -> str:
    """How many cells depart from the standard, as a sentence."""
    return (
        f"{french.plural(len(departing), 'écart au standard listé', 'écarts au standard listés')} ligne par ligne : "
        "n'est refusé que ce qui est illisible."
    )
