"""What pages show: an opening answer, figures that never travel alone, accessible tables, exports, empty states.

Everything that comes from data is escaped here; no page writes HTML or Markdown of its own from data.
"""

import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd
import streamlit as st

import queries
from dashboard.frame import cached, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from queries.tables import MADE_UP, marked, plain, records, to_csv

CAUTION = (
    "Ces chiffres décrivent une activité enregistrée : ce que des actions laissent comme traces. "
    "Ils ne mesurent ni la confiance, ni le sentiment d'appartenance, ni la solitude."
)


@dataclass(frozen=True)
class Figure:
    """One figure and what must travel with it. ``value`` is already written in French."""

    label: str
    value: str
    unit: str = ""
    n: str = ""
    coverage: str = ""
    period: str = ""
    source: str = ""
    note: str = ""


Kind = Literal["text", "number", "euros", "percent", "day", "moment", "list", "code", "figure"]


@dataclass(frozen=True)
class Column:
    """A column of a table: ``key`` in the DataFrame, ``label`` on screen.

    ``href`` names the column that holds the link of this one (an address of the product, or http/https);
    ``precision`` the column that holds the precision of a day; ``labels`` translates codes; ``colours`` gives the
    fixed colour of a value, shown before it. A ``figure`` is a value already written, or the mark (nd, s, ///) that
    stands in its place.
    """

    key: str
    label: str
    kind: Kind = "text"
    decimals: int = 0
    href: str | None = None
    precision: str | None = None
    labels: dict[str, str] | None = None
    colours: dict[str, str] | None = None


def theme() -> Literal["light", "dark"]:
    """The reader's theme, as ``palette`` names it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def escape(value: object) -> str:
    """Text made safe inside HTML."""
    return html.escape(str(value))


def _words(text: str) -> str:
    """A sentence of ours made safe, with French spaces."""
    return escape(wording.typographic(text))


def title(text: str, lead: str = "", where: str = "") -> None:
    """The page's h1, the question it answers, and the scope it answers for."""
    place = f'<p class="ou">{_words(where)}</p>' if where else ""
    question = f'<p class="question">{_words(lead)}</p>' if lead else ""
    st.html(f'<h1 class="page">{escape(text)}</h1>{question}{place}')


def section(text: str, lead: str = "") -> None:
    """A heading inside a page."""
    below = f"<p>{_words(lead)}</p>" if lead else ""
    st.html(f'<h2 class="section">{escape(text)}</h2>{below}')


def answer(sentence: str, details: str = "") -> None:
    """The sentence that answers the page's question, first thing on the page."""
    more = f"<p>{_words(details)}</p>" if details else ""
    st.html(f'<div class="reponse"><p class="phrase">{_words(sentence)}</p>{more}</div>')


def paragraph(text: str) -> None:
    """Plain words."""
    st.html(f"<p>{_words(text)}</p>")


def points(items: Sequence[str]) -> None:
    """A short list of sentences."""
    st.html(f'<ul class="points">{"".join(f"<li>{_words(item)}</li>" for item in items)}</ul>')


def links(items: Sequence[tuple[str, str, str]]) -> None:
    """Where to go next: (address, label, what is there)."""
    rows = (
        f'<li><a href="{_address(to)}" data-interne>{escape(label)}</a> {_words(why)}</li>' for to, label, why in items
    )
    st.html(f'<ul class="suite">{"".join(rows)}</ul>')


def note(text: str) -> None:
    """Something the reader must know about what they asked."""
    with st.container():
        st.html(f'<div class="avis" role="status"><strong>À noter.</strong> {_words(text)}</div>')


def caution(text: str = CAUTION) -> None:
    """The limit of what is shown: activity is not felt cohesion."""
    st.html(f'<p class="prudence"><strong>Prudence.</strong> {_words(text)}</p>')


def empty(what: str, what_to_do: str, ways: Sequence[tuple[str, str, str]] = ()) -> None:
    """Nothing to show: what is missing, and what the reader can do about it."""
    st.html(f'<div class="vide"><p><strong>{_words(what)}</strong></p><p>{_words(what_to_do)}</p></div>')
    if ways:
        links(ways)


def figures(items: Sequence[Figure]) -> None:
    """Cards side by side, one under the other on a phone."""
    st.html(f'<dl class="chiffres">{"".join(_card(item) for item in items)}</dl>')


def _card(item: Figure) -> str:
    unit = f' <span class="unite">{escape(item.unit)}</span>' if item.unit else ""
    facts = [item.n, item.coverage, item.note, " · ".join(filter(None, (item.period, item.source)))]
    under = "".join(f'<dd class="appui">{_words(fact)}</dd>' for fact in facts if fact)
    value = f'<dd class="valeur">{escape(item.value)}{unit}</dd>'
    return f'<div class="chiffre"><dt>{escape(item.label)}</dt>{value}{under}</div>'


def bars(caption: str, rows: Sequence[tuple[str, int, int, str]]) -> None:
    """A compact bar a row: (label, filled, whole, words at the right). The words say all that the bar does."""
    body = "".join(_bar(*row) for row in rows)
    st.html(
        f'<table class="barres"><caption>{_words(caption)}</caption><tbody>{body}</tbody></table>',
    )


def _bar(label: str, filled: int, whole: int, words: str) -> str:
    width = 100 * filled / whole if whole else 0
    gauge = f'<span class="piste" aria-hidden="true"><span class="jauge" style="width:{width:.1f}%"></span></span>'
    return f'<tr><th scope="row">{escape(label)}</th><td>{gauge}</td><td class="droite">{escape(words)}</td></tr>'


def table(
    df: pd.DataFrame | Sequence[Row],
    columns: Sequence[Column],
    caption: str,
    limit: int = 200,
    total: int | None = None,
) -> None:
    """An accessible table in French, from an answer or its records; past ``limit`` rows it says so.

    ``total`` is the number of rows there are, when the answer is the first of them.
    """
    head = "".join(f'<th scope="col"{_align(column)}>{escape(column.label)}</th>' for column in columns)
    rows = records(df.head(limit)) if isinstance(df, pd.DataFrame) else df[:limit]
    body = "".join(
        f"<tr>{''.join(_cell(row, column, first=not i) for i, column in enumerate(columns))}</tr>" for row in rows
    )
    total = len(df) if total is None else total
    more = f" ({len(rows)} premières lignes sur {wording.number(total)} ; l'export les a toutes)"
    more = more if total > len(rows) else ""
    st.html(
        f'<div class="tableau" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{_words(caption)}{_words(more)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


_CLASSES = dict.fromkeys(("number", "euros", "percent", "figure"), "droite") | {"day": "court", "code": "court"}


def _align(column: Column) -> str:
    """Figures to the right, and what must not be cut in two."""
    name = _CLASSES.get(column.kind)
    return f' class="{name}"' if name else ""


def _cell(row: Row, column: Column, *, first: bool) -> str:
    words = f"{_swatch(row, column)}{escape(written(row, column))}"
    target = row.get(column.href) if column.href else None
    if target:
        internal = "" if str(target).startswith(("http://", "https://")) else " data-interne"
        words = f'<a href="{_address(str(target))}"{internal}>{words}</a>'
    if first:
        return f'<th scope="row"{_align(column)}>{words}</th>'
    return f"<td{_align(column)}>{words}</td>"


def _swatch(row: Row, column: Column) -> str:
    """The fixed colour of a value, before its name: never instead of it."""
    colour = (column.colours or {}).get(str(row[column.key]))
    return f'<span class="couleur" style="background:{colour}" aria-hidden="true"></span>' if colour else ""


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
        case _:
            return (column.labels or {}).get(str(value), str(value))


def _address(target: str) -> str:
    """An address fit for href: of the product, or http(s); anything else (javascript:…) leads nowhere."""
    scheme = target.split(":", 1)[0].lower() if ":" in target.split("?", 1)[0] else ""
    return escape(target) if scheme in ("", "http", "https") else "#"


def versions(what: str, sides: Sequence[tuple[str, str]]) -> None:
    """Statements that disagree, side by side: each a figure and where it comes from. None is preferred."""
    body = "".join(f'<li><span class="valeur">{escape(value)}</span> {_words(origin)}</li>' for value, origin in sides)
    st.html(f'<div class="versions"><p>{_words(what)}</p><ul>{body}</ul></div>')


def sources_line(scope: Scope, sources: Sequence[str] | None = None) -> None:
    """Under every figure: titles, publishers, dates of last update, licences, and the snapshot read.

    ``sources`` are identifiers of loads; None is those of the actions and events of the scope.
    """
    st.html(f'<p class="sources">{escape(sources_text(scope, sources))}</p>')


def sources_text(scope: Scope, sources: Sequence[str] | None = None) -> str:
    """The same as words, for a figure of its own."""
    if sources is None:
        rows = cached.rows(scope, "sources_du_perimetre", **scope.filters)
    else:
        rows = [row for row in cached.rows(scope, "sources") if row["source"] in set(sources)]
    if not rows:
        return "Source : aucune."
    told = [
        f"{row['titre']} ({row['editeur'] or 'éditeur nd'}, {_published(row)}, licence {row['licence'] or 'nd'})"
        for row in rows
    ]
    latest = wording.moment(wording.timestamp(max(row["chargee_le"] for row in rows)))
    head = "Source" if len(told) == 1 else "Sources"
    return f"{head} : {' ; '.join(told)}. Chargé le {latest}, instantané {scope.snapshot}."


def _published(row: Row) -> str:
    return (
        f"publié le {wording.day(datetime.fromisoformat(row['publiee_le']).date())}" if row["publiee_le"] else "date nd"
    )


def exports(
    answer: Callable[[], pd.DataFrame],
    name: str,
    question: str,
    scope: Scope,
    criteria: Mapping[str, Any] | None = None,
) -> None:
    """Downloads of what is on screen: a CSV for Excel, one for machines, and the notice that goes with both.

    ``name`` begins the files' names; ``question`` is the question's name in ``queries/``; ``criteria`` are the page's
    own filters, which the notice tells beside the shared ones. The ``answer`` is asked for at the click: a page need
    not wait for what it does not show.
    """
    stem = f"{name}-{datetime.now(UTC):%Y%m%d}-instantane{scope.snapshot}"
    with st.container(horizontal=True):
        for label, suffix, data, mime in (
            ("CSV pour Excel", "excel.csv", lambda: to_csv(_marked(answer(), scope), for_excel=True), "text/csv"),
            ("CSV pour machines", "csv", lambda: to_csv(_marked(answer(), scope)), "text/csv"),
            ("Notice (JSON)", "notice.json", lambda: notice(answer(), question, scope, criteria), "application/json"),
        ):
            st.download_button(
                label,
                data,
                f"{stem}.{suffix}",
                mime,
                key=f"export_{name}_{suffix}",
                on_click="ignore",
                icon=":material/download:",
            )


def _marked(df: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    return marked(df, cached.demonstration(scope))


def notice(df: pd.DataFrame, question: str, scope: Scope, criteria: Mapping[str, Any] | None = None) -> str:
    """What goes with an export: question, filters, snapshot, sources, licences, columns and secrecy, as JSON."""
    asked = queries.question(question)
    known = cached.rows(scope, "sources")
    used = {row["source"] for row in cached.rows(scope, "sources_du_perimetre", **scope.filters)}
    fields = ("source", "titre", "editeur", "licence", "publiee_le", "chargee_le", "sha256")
    content = {
        "question": asked.title,
        "jeu_de_donnees": scope.dataset.title,
        **({"attention": MADE_UP} if cached.demonstration(scope) else {}),
        "instantane": scope.snapshot,
        "perimetre": scope.label,
        "filtres": {**scope.filters, **(criteria or {})},
        "lignes": len(df),
        "exporte_le_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": [{field: row[field] for field in fields} for row in known if row["source"] in used],
        "secret_statistique": _secrecy(df),
        "cellule_vide": "non disponible (nd)",
        "colonnes": {column: asked.meanings.get(column, "") for column in df.columns},
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=plain)


def _secrecy(df: pd.DataFrame) -> str:
    """How many values an export withholds; the map's rows say it in their status, others in a column."""
    hidden = int((df["statut"] == "s").sum()) if {"statut", "valeur"} <= set(df.columns) else 0
    hidden += sum(int(df[column].sum()) for column in df.columns if column.endswith("secret"))
    return f"valeurs masquées (s) : {wording.number(hidden)}" if hidden else "aucune valeur masquée"
