"""The header of a question's file: what it asks, takes and returns."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data import french, search_terms

QUESTIONS = Path(__file__).with_name("questions")
_PARAM = re.compile(r"-- param (\w+) (VARCHAR|VARCHAR\[\]|INTEGER|DOUBLE|DATE|RACINES)( facultatif)? : (.+)")
_RETURNS = re.compile(r"-- returns (\w+) ([A-Z]+(?:\(\d+,\s?\d+\))?(?:\[\])?) : (.+)")
# RACINES takes words and binds the list of their French stems; VARCHAR[] takes several values, « a|b » when written.
_PYTHON: dict[str, type | tuple[type, ...]] = {
    "VARCHAR": str,
    "VARCHAR[]": (list, tuple),
    "INTEGER": int,
    "DOUBLE": (int, float),
    "DATE": date,
    "RACINES": str,
}
_SEPARATOR = "|"
# From and to what each number may be, by its name; half the tour of the Earth, and years as loads take them.
_LARGEST = 2**31 - 1
_YEARS = (1900, 2100)
RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("annee", "annee_min", "annee_max"), _YEARS),
    **dict.fromkeys(("limite", "debut", "par_champ"), (0, _LARGEST)),
    **dict.fromkeys(("baisse", "poids", "plus_haut_plus_besoin", "par_theme", "sans_annee"), (0, 1)),
    "rayon_km": (0, 20_040),
    "horizon": (0, 12),
}
_WRITTEN = {
    "INTEGER": re.compile(r"-?[0-9]{1,18}"),
    "DOUBLE": re.compile(r"-?[0-9]{1,18}(?:[.,][0-9]{1,18})?"),
}
_KINDS = {
    "INTEGER": "un nombre entier",
    "DOUBLE": "un nombre",
    "DATE": "une date (AAAA-MM-JJ)",
    "VARCHAR": "un texte",
    "VARCHAR[]": "une liste de textes",
    "RACINES": "un texte",
}


class QuestionError(ValueError):
    """A question asked wrongly, or a file whose header is not a contract; the message is French."""


@dataclass(frozen=True)
class Parameter:
    """A value that a question takes; an optional one that is not given is NULL, which filters nothing."""

    name: str
    kind: str
    optional: bool
    meaning: str

    def parse(self, text: str) -> Any:
        """The value written on a command line; QuestionError when it is of another type, or out of its range."""
        if self.kind == "VARCHAR[]":
            return text.split(_SEPARATOR)
        if self.kind == "DATE":
            try:
                return date.fromisoformat(text)
            except ValueError as error:
                raise self._wrong(text) from error
        if self.kind not in _WRITTEN:
            return text
        if not _WRITTEN[self.kind].fullmatch(text):
            raise self._wrong(text)
        value = int(text) if self.kind == "INTEGER" else float(text.replace(",", "."))
        self._require_in_range(value)
        return value

    def bound(self, value: Any) -> Any:
        """The value as SQL receives it; no value at all is NULL. QuestionError for a number out of its range."""
        if isinstance(value, int | float):
            self._require_in_range(value)
        if self.kind == "RACINES" and value is not None:
            return search_terms.stems(value)
        return list(value) or None if self.kind == "VARCHAR[]" and value is not None else value

    def _require_in_range(self, value: float) -> None:
        """QuestionError for what is too small, too large, or no number at all (nan): none lies between its bounds."""
        least, most = RANGES.get(self.name, (-_LARGEST, _LARGEST))
        if not least <= value <= most:
            raise self._wrong(value)

    def _wrong(self, value: object) -> QuestionError:
        expected = _KINDS[self.kind]
        if self.kind in _WRITTEN:
            bounds = RANGES.get(self.name, (-_LARGEST, _LARGEST))
            least, most = map(str, bounds) if bounds == _YEARS else map(french.number, bounds)
            expected += f" de {least} à {most}"
        return QuestionError(f"{self.name} = « {str(value)[:60]} » : attendu {expected} ({self.meaning}).")


@dataclass(frozen=True)
class Question:
    """One SQL file: its title (French), its parameters, its columns (name → SQL type) and what they mean."""

    name: str
    file: str
    title: str
    parameters: dict[str, Parameter]
    returns: dict[str, str]
    meanings: dict[str, str]
    sql: str

    @property
    def by_exercice(self) -> bool:
        """Whether the years that it takes are those of money, as its header says."""
        years = self.parameters.get("annee_min")
        return years is not None and "exercice" in years.meaning

    def bind(self, values: dict[str, Any]) -> dict[str, Any]:
        """Every value by its name, NULL for the optional ones left out."""
        unknown = sorted(set(values) - set(self.parameters))
        if unknown:
            known = ", ".join(self.parameters) or "aucun"
            raise QuestionError(f"{self.name} : paramètre inconnu « {unknown[0]} » (paramètres : {known}).")
        for parameter in self.parameters.values():
            value = values.get(parameter.name)
            if value is None and not parameter.optional:
                raise QuestionError(f"{self.name} : il manque « {parameter.name} » ({parameter.meaning}).")
            expected = _PYTHON[parameter.kind]
            if value is not None and (isinstance(value, bool) or not isinstance(value, expected)):
                raise QuestionError(
                    f"{self.name} : « {parameter.name} » = {value!r} n'est pas {_KINDS[parameter.kind]}."
                )
        return {name: parameter.bound(values.get(name)) for name, parameter in self.parameters.items()}


def names() -> list[str]:
    """Every question there is."""
    return sorted(path.stem for path in QUESTIONS.glob("*/*.sql"))


@cache
def question(name: str) -> Question:
    """The question of that name; QuestionError when there is none."""
    path = next((path for path in QUESTIONS.glob("*/*.sql") if path.stem == name), None)
    if path is None:
        raise QuestionError(f"Question inconnue « {name} ». Questions : {', '.join(names())}.")
    return parse(path.name, path.read_text(encoding="utf-8"))


def parse(file: str, text: str) -> Question:
    """Read a question's file; QuestionError names the file and the line of what is wrong in the header."""
    title, parameters, returns, meanings = "", {}, {}, {}
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.startswith("--"):
            break
        if match := _PARAM.fullmatch(line):
            parameters[match[1]] = Parameter(match[1], match[2], bool(match[3]), match[4])
        elif match := _RETURNS.fullmatch(line):
            returns[match[1]], meanings[match[1]] = match[2], match[3]
        elif line.startswith(("-- param", "-- returns")):
            raise QuestionError(f"{file}, ligne {number} : ligne d'en-tête mal formée « {line} ».")
        elif number == 1:
            title = line.removeprefix("--").strip()
    if not title.endswith("?"):
        raise QuestionError(f"{file}, ligne 1 : la première ligne doit être la question (« -- … ? »).")
    if not returns:
        raise QuestionError(f"{file} : l'en-tête n'annonce aucune colonne (« -- returns nom TYPE : sens »).")
    used = set(re.findall(r"\$(\w+)", re.sub(r"--[^\n]*", "", text)))
    if used != set(parameters):
        odd = sorted(used ^ set(parameters))
        raise QuestionError(f"{file} : paramètres annoncés et utilisés diffèrent : {', '.join(odd)}.")
    return Question(Path(file).stem, file, title, parameters, returns, meanings, text)
