"""Funders named in free text, only through labels that data/codes/financeurs.csv knows."""

import re
from dataclasses import dataclass
from functools import cache

from data.reading.codes import Financeur, financeurs
from data.reading.text import flatten, fragment, sentence

NOBODY = "aucun"

_CUE = re.compile(
    r"(?<!\w)(?:co-?)?(?:financ(?:ee?s?|ements?|eurs?|e par|er)|subvention\w*|soutien|aides?|participations?|dotations?"
    r"|prises? en charge|prestations? de service|ps|appels? a projets?|fonds|mecenat|dons?|budget|credits?"
    r"|mises? a disposition|prets?)(?!\w)"
)
_VERB = re.compile(
    r" ?(?:\([^)]*\) ?)?(?:[\w'-]+ ){0,4}?"
    r"(?:(?:co-?)?financ|subventionn|soutien|prend en charge|prennent en charge|vers)"
    r"(?:e|ent|t|nent|ait|aient|era|eront)?(?!\w)"
)
_LINK = r"(?:d[eu]s?|de la|de l'|d'|par|la|le|l'|les|aupres|via|:|-)"
_DIRECT = re.compile(rf"[\s(]*(?:{_LINK}[\s(]*)*")
_LOOSE = re.compile(rf"[\s(]*(?:{_LINK}[\s(]*)*(?:[\w'-]+ ){{0,2}}(?:{_LINK}[\s(]*)*")
_BY = re.compile(r"[^.;!?]{0,80}(?<!\w)(?:par|de la part d[eu]|aupres d[eu]) ?(?:la |le |les |l')?")
_NEXT = re.compile(
    r"(?:[^,+/&.;:!?()]{0,40}?)(?:,|\+|/|&| et | ainsi que )\s*(?:le |la |les |l'|de la |du |des |de l'|d[e'] ?)?"
)
_CONNECTORS = re.compile(
    r"(?:financement|subvention|aide|participation)s?|(?<!\w)(?:et|de|la|le|les|du|des|l'|d')(?!\w)|[\s,;:+/&().…*•–-]"
)
_NEGATION = re.compile(r"(?<!\w)(?:n'|ne )[^.;]*(?<!\w)(?:pas|plus|aucune?)(?!\w)|refus")
_IN_KIND = re.compile(r"mise?s? a disposition|a titre gratuit|gratuitement|gratuit|(?<!\w)prets? d[e']|(?<!\w)prete")
# Words of everyday language: they name a funder only right after a word of funding.
_COMMON = {
    "etat",
    "l'etat",
    "region",
    "departement",
    "commune",
    "ville",
    "mairie",
    "municipalite",
    "usagers",
    "europe",
    "adhesions",
}
_WHOLE_ANSWER = {"aucun", "aucune", "neant"}


@dataclass(frozen=True)
class NamedFunder:
    """A funder named by the text: the label as written, who it is, the words, and how it gives."""

    libelle: str
    financeur: Financeur
    nature: str
    texte_source: str
    ligne: int


@dataclass(frozen=True)
class FoundLabel:
    """A known label and where it stands in the line."""

    folded: str
    start: int
    end: int


@cache
def _label_pattern() -> re.Pattern[str]:
    known = sorted((label for label in financeurs() if label not in _WHOLE_ANSWER), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(label) for label in known)})(?![\w-])")


def find_labels(line: str) -> list[FoundLabel]:
    """Known labels of a line, longest first; « état » is the State only with a capital."""
    flat = flatten(line)
    return [
        FoundLabel(match[0], match.start(), match.end())
        for match in _label_pattern().finditer(flat)
        if not match[0].endswith("etat") or line[match.end() - 4] in "EÉ"
    ]


def find_funders(text: str) -> list[NamedFunder]:
    """Funders that the words say to fund, one row for each funder of each line."""
    return [named for number, line in enumerate(text.split("\n")) for named in _in_line(line, number)]


def _in_line(line: str, number: int) -> list[NamedFunder]:
    flat = flatten(line)
    whole = flat.strip(" -–•*.:!")
    if whole in _WHOLE_ANSWER:
        return [NamedFunder(line.strip(), financeurs()[whole], "sans_objet", line.strip(), number)]
    found = find_labels(line)
    chosen = found if _only_labels(flat, found) else [label for label in found if _funds(flat, label, found)]
    named: dict[str, NamedFunder] = {}
    for label in chosen:
        begin, end = sentence(flat, label.start, label.end)
        labels_beside = [other for other in found if begin <= other.start < end]
        nobody = any(financeurs()[other.folded].financeur_id == NOBODY for other in labels_beside)
        if (nobody and len(labels_beside) > 1) or (not nobody and _NEGATION.search(flat[begin:end])):
            continue
        funder = financeurs()[label.folded]
        nature = "sans_objet" if nobody else _nature(flat, label, end)
        words = fragment(line, label.start, label.end)
        named.setdefault(funder.financeur_id, NamedFunder(line[label.start : label.end], funder, nature, words, number))
    return list(named.values())


def _only_labels(flat: str, found: list[FoundLabel]) -> bool:
    """Whether a line is nothing but a list of funders."""
    rest = flat
    for label in reversed(found):
        rest = rest[: label.start] + rest[label.end :]
    return bool(found) and not _CONNECTORS.sub("", rest)


def _funds(flat: str, label: FoundLabel, found: list[FoundLabel]) -> bool:
    """Whether the words around a label say that it funds."""
    begin, _ = sentence(flat, label.start, label.end)
    if _CUE.search(label.folded) or label.folded in ("autofinancement",) or _VERB.match(flat, label.end):
        return True
    for cue in _CUE.finditer(flat, begin, label.start):
        between = flat[cue.end() : label.start]
        if _BY.fullmatch(between) or _DIRECT.fullmatch(between):
            return True
        if label.folded not in _COMMON and _LOOSE.fullmatch(between):
            return True
    previous = [other for other in found if begin <= other.start < label.start]
    if not previous or not _NEXT.fullmatch(flat[previous[-1].end : label.start]):
        return False
    return _funds(flat, previous[-1], found)


def _nature(flat: str, label: FoundLabel, end: int) -> str:
    """In kind when the words around the label say so; cash or kind is unknown otherwise."""
    begin, _ = sentence(flat, label.start, label.end)
    preceding = re.split(r",| et ", flat[begin : label.start])[-1]
    following = re.split(r",| et ", flat[label.end : end])[0]
    return "nature" if _IN_KIND.search(preceding) or _IN_KIND.search(following) else "inconnue"
