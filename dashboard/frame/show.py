"""What pages show: an opening answer, figures that never travel alone, accessible tables, exports, empty states.

Everything is written by the templates of ``markup``, which escape; no page writes Markdown from data.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal, LiteralString

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.frame import cached, origin, reference, wording
from dashboard.frame.markup import EMPTY, Markup, attribute, html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from queries.tables import records

CAUTION = (
    "Ces chiffres décrivent une activité enregistrée : ce que des actions laissent comme traces. "
    "Ils ne mesurent ni la confiance, ni le sentiment d'appartenance, ni la solitude."
)
# Where notes stand, when it is not where they are said.
_NOTES: ContextVar[DeltaGenerator | None] = ContextVar("notes", default=None)
# For what is drawn beside words that say the same.
HIDDEN = html(' aria-hidden="true"')
# The contents of a long page, filled in by the browser (reading.js) from the headings that stand there.
_CONTENTS = html('<details class="sommaire" hidden><summary>Sommaire</summary><ol></ol></details>')


@dataclass(frozen=True)
class Figure:
    """One figure and what must travel with it. ``value`` is already written in French; ``picture`` draws its years.

    ``origin`` is the address that follows it to its rows.
    """

    label: str
    value: str
    unit: str = ""
    n: str = ""
    coverage: str = ""
    period: str = ""
    source: str = ""
    note: str = ""
    picture: str = EMPTY
    origin: str = ""


Kind = Literal["text", "number", "euros", "percent", "day", "moment", "list", "code", "figure", "share"]


@dataclass(frozen=True)
class Column:
    """A column of a table: ``key`` in the DataFrame, ``label`` on screen.

    ``href`` names the column that holds the link of this one (an address of the product, or http/https);
    ``precision`` the column that holds the precision of a day; ``labels`` translates codes; ``colours`` gives the
    fixed colour of a value, shown before it; ``origin`` the column that holds the address which follows it to its
    rows. A ``figure`` is a value already written, or the mark (nd, s, ///) that
    stands in its place; a ``share`` is one that wraps before its counts (« 78 % (649 sur 830) »).
    """

    key: str
    label: str
    kind: Kind = "text"
    decimals: int = 0
    href: str | None = None
    precision: str | None = None
    labels: dict[str, str] | None = None
    colours: dict[str, str] | None = None
    origin: str | None = None


def theme() -> Literal["light", "dark"]:
    """The reader's theme, as ``palette`` names it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def title(text: str, lead: str = "", where: str = "") -> None:
    """The page's h1, the question it answers, and the scope it answers for."""
    place = html('<p class="ou">{}</p>', wording.sentence(where)) if where else EMPTY
    question = html('<p class="question">{}</p>', lead) if lead else EMPTY
    write(html('<h1 class="page">{}</h1>{}{}{}', text, _CONTENTS, question, place))


def section(text: str, lead: str = "") -> None:
    """A heading inside a page."""
    write(html('<h2 class="section">{}</h2>{}', wording.sentence(text), _paragraph(lead)))


def answer(sentence: str, details: str = "", followed: str = "") -> None:
    """The sentence that answers the page's question, first thing on it; ``followed`` leads to its first figure."""
    said = html('<p class="phrase">{}{}</p>{}', wording.sentence(sentence), way(followed), _paragraph(details))
    write(html('<div class="reponse">{}</div>', said))


def paragraph(text: str, followed: str = "") -> None:
    """Plain words; ``followed`` leads to the first figure that they say."""
    write(html("<p>{}{}</p>", text, way(followed)))


def _paragraph(text: str) -> Markup:
    """The same, nothing when there is nothing to say."""
    return html("<p>{}</p>", wording.sentence(text)) if text else EMPTY


def subtitle(text: str) -> None:
    """A heading over one of several drawings."""
    write(html('<h3 class="nature">{}</h3>', wording.sentence(text)))


def reading(text: str) -> None:
    """The sentence that says what a drawing shows."""
    write(html('<p class="lecture">{}</p>', wording.sentence(text)))


def back(to: str, label: str) -> None:
    """The way up, above a page's title."""
    write(html('<p class="fil">{}</p>', link(to, f"← {label}")))


def points(items: Sequence[str]) -> None:
    """A short list of sentences."""
    write(html('<ul class="points">{}</ul>', join(html("<li>{}</li>", item) for item in items)))


def links(items: Sequence[tuple[str, str, str]]) -> None:
    """Where to go next: (address, label, what is there)."""
    rows = (html("<li>{} {}</li>", link(to, label), why) for to, label, why in items)
    write(html('<ul class="suite">{}</ul>', join(rows)))


@contextmanager
def notes_in(place: DeltaGenerator) -> Iterator[None]:
    """What is drawn within may be folded away: its notes stand in ``place``, where they are seen."""
    before = _NOTES.set(place)
    try:
        yield
    finally:
        _NOTES.reset(before)


def note(text: str, followed: str = "") -> None:
    """Something the reader must know about what they asked; ``followed`` leads to the first figure that it says."""
    said = wording.sentence(text)
    with (_NOTES.get() or st).container():
        write(html('<div class="avis" role="status"><strong>À noter.</strong> {}{}</div>', said, way(followed)))


def done(text: str) -> None:
    """What was just done: the focus goes there, since the button that did it may be far below."""
    with st.container():
        write(html('<div class="avis" role="status" tabindex="-1" data-annonce><strong>Fait.</strong> {}</div>', text))


def observed(scope: Scope) -> None:
    """The reference day of a page whose indicators count from it, and that it is old."""
    paragraph(reference.counted(cached.reference_day(scope)))
    old_reference(scope)


def old_reference(scope: Scope) -> None:
    """Say that the reference day is old, on a page that counts from it; nothing when it is recent."""
    if words := reference.old(cached.reference_day(scope), scope.seen_on):
        note(words)


def caution(text: str = CAUTION) -> None:
    """The limit of what is shown: activity is not felt cohesion."""
    write(html('<p class="prudence"><strong>Prudence.</strong> {}</p>', text))


def empty(what: str, what_to_do: str, ways: Sequence[tuple[str, str, str]] = ()) -> None:
    """Nothing to show: what is missing, and what the reader can do about it."""
    write(html('<div class="vide"><p><strong>{}</strong></p><p>{}</p></div>', what, what_to_do))
    if ways:
        links(ways)


def figures(items: Sequence[Figure]) -> None:
    """Cards side by side, one under the other on a phone."""
    write(cards(items))


def cards(items: Sequence[Figure]) -> Markup:
    """The same as markup, to stand beside something else."""
    return html('<dl class="chiffres">{}</dl>', join(_card(item) for item in items))


def _card(item: Figure) -> Markup:
    space = wording.NARROW if item.unit.startswith(("%", "€")) else " "
    unit = html('{}<span class="unite">{}</span>', space, item.unit) if item.unit else EMPTY
    facts = [item.n, item.coverage, item.note, " · ".join(filter(None, (item.period, item.source)))]
    told = [wording.sentence(fact) for fact in facts if fact]
    drawn = html('<dd class="dessin">{}</dd>', item.picture) if item.picture else EMPTY
    return html(
        '<div class="chiffre"><dt>{}</dt><dd class="valeur">{}{}</dd>{}{}</div>',
        item.label,
        item.value,
        unit,
        drawn,
        _under(told, item.origin),
    )


def _under(told: Sequence[str], to: str) -> Markup:
    """What stands under a figure, a line a fact; the way to its rows ends the last of them."""
    ends, last = way(to), len(told) - 1
    if last < 0:
        return html('<dd class="appui">{}</dd>', ends) if to else EMPTY
    return join(
        html('<dd class="appui">{}{}</dd>', fact, ends if rank == last else EMPTY) for rank, fact in enumerate(told)
    )


def way(to: str) -> Markup:
    """What leads from a figure to its rows, after its words; nothing without address."""
    return html('\u2002<span class="suivre">{}</span>', origin.beside(to)) if to else EMPTY


def barred(caption: str, rows: Sequence[tuple[str, int, int, str]]) -> Markup:
    """A compact bar a row: (label, filled, whole, words at the right). The words say all that the bar does."""
    body = join(_bar(*row) for row in rows)
    return html('<table class="barres"><caption>{}</caption><tbody>{}</tbody></table>', wording.sentence(caption), body)


def _bar(label: str, filled: int, whole: int, words: str) -> Markup:
    width = 100 * filled / whole if whole else 0
    return html(
        '<tr><th scope="row">{}</th><td>{}</td><td class="droite">{}</td></tr>', label, gauge(width, HIDDEN), words
    )


def gauge(width: float, attributes: Markup = EMPTY) -> Markup:
    """A bar filled up to ``width`` percent."""
    return html(
        '<span class="piste"{}><span class="jauge" style="width:{}%"></span></span>', attributes, f"{width:.1f}"
    )


def swatch(colour: str) -> Markup:
    """A fixed colour, before the name it goes with: never instead of it."""
    return html('<span class="couleur" style="background:{}" aria-hidden="true"></span>', colour)


def table(
    df: pd.DataFrame | Sequence[Row],
    columns: Sequence[Column],
    caption: str,
    limit: int = 200,
    total: int | None = None,
    folded: str = "",
) -> None:
    """An accessible table in French, from an answer or its records; past ``limit`` rows it says so.

    ``total`` is the number of rows there are, when the answer is the first of them. ``folded``: what to press
    to see it, where a drawing says the same; paper has it whole.
    """
    head = join(html('<th scope="col"{}>{}</th>', _align(column.kind), column.label) for column in columns)
    rows = records(df.head(limit)) if isinstance(df, pd.DataFrame) else df[:limit]
    body = join(html("<tr>{}</tr>", join(_cells(row, columns))) for row in rows)
    total = len(df) if total is None else total
    more = f" ({len(rows)} premières lignes sur {wording.number(total)} ; l'export les a toutes)"
    more = more if total > len(rows) else ""
    framed(caption, f"{caption}{more}", head, html("<tbody>{}</tbody>", body), folded=folded)


def framed(name: str, caption: str, head: Markup, body: Markup, kind: LiteralString = "", *, folded: str = "") -> None:
    """Show a ``scrolled`` table; ``folded``, as ``table`` has it."""
    frame = scrolled(name, caption, head, body, kind)
    write(html('<details class="plie"><summary>{}</summary>{}</details>', folded, frame) if folded else frame)


def scrolled(name: str, caption: str, head: Markup, body: Markup, kind: LiteralString = "") -> Markup:
    """A table that scrolls in its own frame: the cells of its head, the rows of its body.

    ``name`` is what screen readers call the frame, ``kind`` what the style sheets call it.
    """
    return html(
        '<div class="tableau{}" role="region" tabindex="0" aria-label="{}"><table>'
        "<caption>{}</caption><thead><tr>{}</tr></thead>{}</table></div>",
        f" {kind}" if kind else "",
        wording.sentence(name),
        wording.sentence(caption),
        head,
        body,
    )


_CLASSES = dict.fromkeys(("number", "euros", "percent", "figure"), "droite") | {
    "day": "court",
    "code": "court",
    "share": "droite part",
}


@cache
def _align(kind: Kind) -> Markup:
    """Figures to the right, and what must not be cut in two."""
    return attribute("class", _CLASSES.get(kind))


def _cells(row: Row, columns: Sequence[Column]) -> Iterator[Markup]:
    """A row, headed by its first cell."""
    for rank, column in enumerate(columns):
        if rank:
            yield html("<td{}>{}</td>", _align(column.kind), _content(row, column))
        else:
            yield html('<th scope="row"{}>{}</th>', _align(column.kind), _content(row, column))


def _content(row: Row, column: Column) -> str:
    """Words, or markup when a colour or a link goes with them."""
    words = written(row, column)
    if column.colours and (colour := column.colours.get(str(row[column.key]))):
        words = join((swatch(colour), words))
    if column.href and (target := row.get(column.href)):
        words = link(str(target), words)
    if column.origin and (target := row.get(column.origin)):
        words = origin.on(str(target), words)
    return words


def written(row: Row, column: Column) -> str:
    """A cell in French, not yet escaped."""
    value = row[column.key]
    if value is None:
        return wording.UNKNOWN
    match column.kind:
        case "number":
            return wording.number(value, column.decimals)
        case "euros":
            return wording.euros(value)
        case "percent":
            return wording.percent(value, column.decimals)
        case "day":
            precision = row[column.precision] if column.precision else "jour"
            return wording.day(datetime.fromisoformat(value).date(), precision)
        case "moment":
            return wording.moment(datetime.fromisoformat(value))
        case "list":
            return ", ".join((column.labels or {}).get(item, str(item)) for item in value) or wording.UNKNOWN
        case "share":
            return str(value).replace(" sur ", "\u00a0sur\u00a0")
        case _:
            return (column.labels or {}).get(str(value), str(value))


def versions(what: str, sides: Sequence[tuple[str, str]], followed: str = "") -> None:
    """Statements that disagree, side by side: each a figure and where it comes from. None is preferred.

    ``followed`` leads to all that is stated.
    """
    body = join(html('<li><span class="valeur">{}</span> {}</li>', value, origin) for value, origin in sides)
    write(html('<div class="versions"><p>{}{}</p><ul>{}</ul></div>', what, way(followed), body))


def contradiction(lead: Markup, statements: Iterable[str]) -> Markup:
    """What contradicts itself: what it is about, then each statement."""
    items = join(html("<li>{}</li>", statement) for statement in statements)
    return html('<div class="contraire"><p>{}</p><ul>{}</ul></div>', lead, items)


def sources_line(scope: Scope, sources: Sequence[str] | None = None) -> None:
    """Under every figure: titles, publishers, dates of last update, licences, and the snapshot read.

    ``sources`` are identifiers of loads; None is those of the actions and events of the scope.
    """
    write(html('<p class="sources">{}</p>', sources_text(scope, sources)))


def sources_text(scope: Scope, sources: Sequence[str] | None = None) -> str:
    """The same as words, for a figure of its own."""
    if sources is None:
        rows = cached.rows(scope, "sources_du_perimetre", **scope.filters)
    else:
        rows = [row for row in cached.rows(scope, "sources") if row["source"] in set(sources)]
    if not rows:
        return "Source : aucune."
    told = [
        f"{row['titre']} ({row['editeur'] or 'éditeur nd'}, {_published(row)}, {wording.licence(row['licence'])})"
        for row in rows
    ]
    latest = wording.moment(wording.timestamp(max(row["chargee_le"] for row in rows)))
    head = "Source" if len(told) == 1 else "Sources"
    return f"{head} : {' ; '.join(told)}. Chargé le {latest}, instantané {scope.snapshot}."


def _published(row: Row) -> str:
    return (
        f"publié le {wording.day(datetime.fromisoformat(row['publiee_le']).date())}" if row["publiee_le"] else "date nd"
    )


def screen_only() -> DeltaGenerator:
    """Room for what paper leaves out, such as a section that is made of downloads alone; one a page."""
    return st.container(key="ecran")
