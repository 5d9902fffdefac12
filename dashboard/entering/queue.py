"""Proposals read in free text: which are alike, what each says, its words with their number marked. Pure functions."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.frame import wording
from dashboard.frame.markup import Markup, html, join, link
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data.entering.forms import Amount, Decision, Fact, Quantity
from geo.text import fold

_TABLES = {
    "montants": {"total": "coût total", "charge": "dépense", "produit": "ressource", "prix_unitaire": "prix unitaire"},
    "budgets": {"previsionnel": "budget prévisionnel", "realise": "budget réalisé", "inconnue": "budget"},
}
KINDS = {
    "exacte": "exacte",
    "approchee": "approchée (« environ »)",
    "minimum": "un minimum (« au moins »)",
    "maximum": "un maximum (« au plus »)",
    "intervalle": "un intervalle",
}
# What a form on this page can say in place of a proposal; a budget or a grant is corrected on its fiche.
CORRECTED = ("mesures", "montants")
_WITHIN = "-"
_NOTHING = re.compile(r"(?!)")
_SEPARATED = r"[\s.\u00a0\u202f]?"
_NUMBERS = re.compile(r"\d+(?:[\s.,]\d+)*")


@dataclass(frozen=True)
class Lot:
    """Proposals that are alike: of one quantity, or of one quantity in the same words (its numbers aside)."""

    code: str
    label: str
    rows: tuple[Row, ...]


def decidable(rows: Sequence[Row]) -> list[Row]:
    """The proposals whose digest is told, once each: a file loaded twice says the same thing twice."""
    return list({(row["table_faits"], row["fait"]): row for row in rows if row["fait"]}.values())


def withheld(rows: Sequence[Row]) -> int:
    """How many wait under secrecy, for the administration alone to decide: their digest is not told."""
    return sum(row["fait"] is None for row in rows)


def quantity(row: Row) -> str:
    """What a proposal is about: « bénévoles », « coût total », « financement, CAF »."""
    match row["table_faits"]:
        case "mesures":
            return wording.GRANDEURS.get(row["quoi"], str(row["quoi"]))
        case "financements":
            return f"financement, {row['quoi']}"
    return _TABLES[row["table_faits"]].get(row["quoi"], str(row["quoi"]))


def wording_of(row: Row) -> str:
    """Its words without their numbers, as they are compared: « environ … benevoles »; "" without words."""
    return _NUMBERS.sub("…", " ".join(fold(row["texte_source"] or "").split()))


def lots(rows: Sequence[Row]) -> list[Lot]:
    """A lot a quantity, the largest first, each followed by those of its proposals that say it in the same words."""
    found = []
    by_quantity: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_quantity.setdefault((row["table_faits"], row["quoi"]), []).append(row)
    for key, members in sorted(by_quantity.items(), key=lambda item: (-len(item[1]), item[0])):
        name = quantity(members[0])
        # Those that say in which words they were read come first: they can be decided of at once.
        ordered = sorted(members, key=lambda row: (not wording_of(row), wording_of(row)))
        found.append(_lot(key, wording.sentence(name), ordered))
        alike = Counter(wording_of(row) for row in ordered)
        for words, count in sorted(alike.items(), key=lambda item: (-item[1], item[0])):
            if words and 1 < count < len(ordered):
                same = [row for row in ordered if wording_of(row) == words]
                found.append(_lot((*key, words), f"— {name} : « {_told(same[0])} »", same))
    return found


def asked(lots: Mapping[str, Lot], code: str) -> str | None:
    """The lot of this code, or the one that holds what is left of it; None when nothing of either waits."""
    return next((each for each in (code, code.partition(_WITHIN)[0]) if each in lots), None)


def _lot(key: tuple[str, ...], label: str, rows: Sequence[Row]) -> Lot:
    """The code of a lot of the same words begins with that of its quantity's."""
    code = _WITHIN.join(hashlib.sha256(repr(part).encode()).hexdigest()[:8] for part in (key[:2], key[2:]) if part)
    return Lot(code, f"{label} ({wording.number(len(rows))})", tuple(rows))


def _told(row: Row) -> str:
    """Its words without their numbers, as people read them."""
    words = " ".join(_NUMBERS.sub("…", row["texte_source"]).split()).strip("«» ")
    return words if len(words) <= 60 else f"{words[:59]}…"


def said(row: Row) -> str:
    """The number of a proposal with its kind: « 45 (environ) », « 1 470 € »."""
    write = wording.number if row["table_faits"] == "mesures" else wording.euros
    bounds = (row["valeur"], row["borne_basse"], row["borne_haute"])
    return wording.bounded(*bounds, row["precision"] or "exacte", write)


def label(number: int, row: Row) -> str:
    """« Proposition 3 : 45 bénévoles »: no word of a file, which a label would read as Markdown."""
    what = quantity(row) if row["table_faits"] != "financements" else "financement"
    known = what if row["table_faits"] == "mesures" else f"({what})"
    return f"Proposition {number} : {said(row)} {known}"


def marked(row: Row) -> Markup:
    """The words that a proposal comes from, its number marked where it stands in figures."""
    words = row["texte_source"]
    if not words:
        return html("<small>Les mots d'où vient ce nombre ne sont pas connus, ou pas encore relus.</small>")
    found = _written(row).search(words)
    if found is None:
        return html("<q>{}</q>", words)
    start, end = found.span()
    return html("<q>{}<mark>{}</mark>{}</q>", words[:start], words[start:end], words[end:])


def _written(row: Row) -> re.Pattern[str]:
    """The number of a proposal in figures, whatever separates its thousands, and no part of another."""
    number = next((row[name] for name in ("valeur", "borne_basse", "borne_haute") if row[name] is not None), None)
    if number is None:
        return _NOTHING
    return re.compile(rf"(?:^|(?<=\D)){_SEPARATED.join(str(round(number)))}(?![0-9])")


def with_own_words(rows: Sequence[Row], own: Mapping[tuple[str, str], str], notice: str) -> list[Row]:
    """Proposals with the words that only who loaded them reads; ``own``: (table, digest) → words.

    ``notice`` stands in place of words that nobody reviewed: it is none of theirs.
    """
    told: list[Row] = []
    for row in rows:
        published = None if row["texte_source"] == notice else row["texte_source"]
        told.append({**row, "texte_source": own.get((row["table_faits"], row["fait"]), published)})
    return told


def shown(row: Row, scope: Scope) -> Markup:
    """A proposal under its box: what it is about, the words it comes from, where they stand."""
    title = row["titre"]
    if row["sujet_type"] == "action":
        title = link(scope.href("fiche", action=row["sujet_id"]), title)
    facts = [quantity(row), str(row["annee"]) if row["annee"] else "année nd"]
    where = row["fichier"] and f"{row['fichier']}{', ligne ' + wording.number(row['ligne']) if row['ligne'] else ''}"
    return html(
        '<div class="proposition"><p><strong>{}</strong> · {}</p>{} <small>{}</small></div>',
        title,
        join(facts, " · "),
        marked(row),
        f"Lu dans {where}." if where else "",
    )


def fact(row: Row) -> Fact:
    """A row of a question as the store knows it."""
    return Fact(row["table_faits"], row["sujet_type"], row["sujet_id"], row["fait"])


def decisions(rows: Sequence[Row], decision: str) -> list[Decision]:
    """The same decision about each."""
    return [Decision(fact(row), decision) for row in rows]


def counted(row: Row) -> Mapping[str, str]:
    """What the number of a proposal may be about, code → words: people, or a part of money."""
    return wording.GRANDEURS if row["table_faits"] == "mesures" else _TABLES[row["table_faits"]]


def corrected(
    row: Row, quoi: str, year: int | None, precision: str, first: float | None, second: float | None
) -> Decision:
    """A proposal refused, and what is said in its place, of ``quoi`` and a year: ``first`` is the number, or the low
    end of an interval.
    """
    low, high = {"minimum": (first, None), "maximum": (None, first), "intervalle": (first, second)}.get(
        precision, (None, None)
    )
    value = None if precision in ("minimum", "maximum", "intervalle") else first
    if row["table_faits"] == "mesures":
        instead: Quantity | Amount = Quantity(quoi, year, precision, value, low, high)
    else:
        about = (row["periodicite"], row["financeur"])
        instead = Amount(quoi, year, precision, value, low, high, *about)
    return Decision(fact(row), "refusee", instead)
