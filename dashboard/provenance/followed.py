"""A figure followed to the end, whatever its kind: the same plain values, that the page writes. No widget here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import queries
from dashboard.frame import cached, origin, reference, wording
from dashboard.frame.markup import EMPTY
from dashboard.frame.row import Row
from dashboard.frame.show import Figure
from dashboard.provenance import indicator, registry
from dashboard.provenance.asked import Asked
from dashboard.provenance.facts import MOST, Facts
from queries.copy.indicators import entry


@dataclass(frozen=True)
class Listed:
    """The first rows of a list, how many there are in all, and the loads that all of them come from."""

    facts: Facts
    values: Mapping[str, Any]
    rows: Sequence[Row]

    @property
    def total(self) -> int:
        """Rows in all."""
        return int(self.rows[0]["n_lignes"]) if self.rows else 0

    @property
    def loads(self) -> list[str]:
        """Identifiers of loads."""
        return [load for load in (self.rows[0]["chargements"] or []) if load] if self.rows else []


@dataclass(frozen=True)
class Followed:
    """All that is known of one figure. ``parts`` are (what, value written); ``unlisted`` says why, where no row is
    ``listed``; ``computed`` the SQL that makes it, each with its title and the values it was asked."""

    asked: Asked
    figure: Figure
    definition: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, str]]
    listed: Sequence[Listed]
    loads: Sequence[str]
    computed: Sequence[tuple[str, str, Mapping[str, Any]]]
    page: tuple[str, str]
    question: str
    values: Mapping[str, Any]
    unlisted: str = "elles diraient ce que donne chaque financeur"

    @property
    def name(self) -> str:
        """What the figure is called, on its page and in its citation."""
        return self.figure.label

    @property
    def said(self) -> str:
        """The figure with its unit, as it is cited."""
        unit = self.figure.unit
        if not unit or self.figure.value in wording.MARKS:
            return self.figure.value
        return f"{self.figure.value}{wording.NARROW if unit[0] in '%€' else ' '}{unit}"

    @property
    def mark(self) -> str:
        """nd, s, ns or /// when one stands in its place; "" for a value."""
        value = self.figure.value
        return value if value in wording.MARKS else wording.NOT_SIGNIFICANT if value.endswith("(ns)") else ""


def figure(asked: Asked) -> Figure:
    """The figure alone, as its page writes it; UnknownError (French) when there is none such."""
    if asked.figure.startswith(origin.INDICATOR):
        return indicator.figure(indicator.read(asked))
    kind = registry.kind(asked)
    return kind.figure(asked, kind.rows(asked))


def follow(asked: Asked) -> Followed:
    """The figure asked, with all that makes it; UnknownError (French) when there is none such."""
    if asked.figure.startswith(origin.INDICATOR):
        return _indicator(asked)
    kind = registry.kind(asked)
    if kind.of_a_day:
        asked = replace(asked, day=reference.on(cached.reference_day(asked.scope)))
    values = kind.values(asked)
    rows = kind.rows(asked)
    listed = [_listed(asked, facts) for facts in kind.facts]
    return Followed(
        asked,
        # Its page gives some figures the link that led here, and a small drawing of their years, made for its width.
        replace(kind.figure(asked, rows), origin="", picture=EMPTY),
        [("Définition", kind.definition)],
        parts(kind.question, kind.columns, rows, kind.secret),
        listed,
        _loads(listed) if listed else _of_money(asked),
        [_sql(kind.question, values)],
        kind.page(asked),
        kind.question,
        values,
    )


def _indicator(asked: Asked) -> Followed:
    value = indicator.read(asked)
    listed = [_listed(asked, facts) for facts in indicator.behind(value)]
    values = indicator.values(asked)
    own: tuple[str, str, Mapping[str, Any]] = (
        f"Ce que compte l'indicateur {value.indicator['id']}",
        str(value.indicator["sql"]),
        {},
    )
    return Followed(
        asked,
        indicator.figure(value),
        indicator.definition(value),
        indicator.parts(value),
        listed,
        sorted({*(value.row["sources"] or []), *_references(asked, value.indicator)}),
        [own, _sql(indicator.QUESTION, values)],
        indicator.page(asked, value),
        indicator.QUESTION,
        values,
        "le SQL de cet indicateur ne les nomme pas",
    )


def _references(asked: Asked, of: Row) -> list[str]:
    """The official figures behind a rate: populations, prices."""
    if not set(entry.REFERENCES) & set(of["champs"] or []):
        return []
    loads = cached.rows(asked.scope, "sources")
    return [row["source"] for row in loads if row["format"] == "references" and row["etat"] == "active"]


def _listed(asked: Asked, facts: Facts) -> Listed:
    values = facts.values(asked)
    return Listed(facts, values, cached.rows(asked.scope, facts.question, **values, limite=MOST))


def _loads(listed: Sequence[Listed]) -> list[str]:
    return sorted({load for one in listed for load in one.loads})


def _of_money(asked: Asked) -> list[str]:
    """The loads that tell money in the scope, for a total whose rows are not listed."""
    rows = cached.rows(asked.scope, "chargements_cites", quoi="argent", **asked.scope.filters)
    return [row["source"] for row in rows]


def _sql(name: str, values: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any]]:
    """A question as it was asked: its title, its SQL without the header that says what columns mean, its values."""
    asked = queries.question(name)
    body = "\n".join(line for line in asked.sql.splitlines() if not line.startswith("-- "))
    return f"{asked.title} ({name})", body, {key: values.get(key) for key in asked.parameters}


def parts(question: str, columns: Sequence[str], rows: Sequence[Row], secret: str) -> list[tuple[str, str]]:
    """What the figure is made from, each in the words of the question's own header; years are added."""
    meanings = queries.question(question).meanings
    return [(wording.sentence(meanings[column].split(" ; ")[0]), _written(column, rows, secret)) for column in columns]


def _written(column: str, rows: Sequence[Row], secret: str) -> str:
    amount = column.removesuffix("_eur")
    if any(row.get(secret) or amount in (row.get("secrets") or ()) for row in rows):
        return wording.SECRET
    known = [row[column] for row in rows if row[column] is not None]
    if not known:
        return wording.UNKNOWN
    total = sum(known)
    return wording.euros(total) if column.endswith("_eur") else wording.number(total, 4)


def why(followed: Followed) -> str:
    """Why a mark stands in the place of the figure; "" for a value."""
    mark = followed.mark
    if not mark:
        return ""
    said = {
        wording.UNKNOWN: "Non disponible (nd) : ce qu'il faut pour le calculer n'est pas, ou pas assez, renseigné. Ce "
        "n'est pas zéro.",
        wording.SECRET: "Secret statistique (s) : publié, ce nombre, ou un autre avec lui, ferait reconnaître des "
        "personnes.",
        wording.NOT_SIGNIFICANT: "Non significatif (ns) : trop peu de faits pour un chiffre qui ait un sens.",
        wording.POINTLESS: "Sans objet (///) : la question ne se pose pas ici.",
    }[mark]
    lacks = [one.facts.reserve(one.rows[0]) for one in followed.listed if one.rows]
    # An indicator gives its own reason; what its rows lack stands above them.
    reasons = [f"{followed.figure.note.rstrip('.')}."] if followed.figure.note else list(dict.fromkeys(lacks))
    return " ".join([said, *(reason for reason in reasons if reason)])
