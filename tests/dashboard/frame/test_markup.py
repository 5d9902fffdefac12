"""HTML has one way in: templates escape what fills them, once, and no module of the dashboard writes tags otherwise."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.bassins import funnel
from dashboard.bassins.funnel import Inks, Shown
from dashboard.bassins.profile_table import Look as Shape
from dashboard.frame import cached, charts, markup, show
from dashboard.frame.charts import Bar
from dashboard.frame.markup import Markup, address, attribute, html, join, link
from dashboard.frame.scope import Dataset, Scope
from dashboard.frame.show import Column, Figure
from dashboard.indicators import series
from dashboard.indicators.series import Level, Look, Point, Series
from dashboard.money import sankey
from queries.statistics import funnel as limits
from tests import ROOT
from tests.tools.pages import NO_COPY

HOSTILE = "<img src=x onerror=alert(1)> & \" '"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt; &amp; &#34; &#39;"
SCOPE = Scope(Dataset("reel", "Faits réels", Path()), NO_COPY)

# ── The helper ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_fills_a_template_is_escaped_once() -> None:
    inner = html("<b>{}</b>", HOSTILE)
    assert inner == f"<b>{ESCAPED}</b>"
    assert html("<p>{}{}</p>", inner, 3) == f"<p><b>{ESCAPED}</b>3</p>"
    assert html("{{ {} }}", 1) == "{ 1 }"


def test_parts_are_joined_and_escaped() -> None:
    assert join([html("<br>"), "a < b"], " & ") == "<br> &amp; a &lt; b"


def test_an_attribute_without_value_is_left_out() -> None:
    assert attribute("class", "droite") == ' class="droite"'
    assert attribute("title", HOSTILE) == f' title="{ESCAPED}"'
    assert attribute("class", "") == attribute("class", None) == ""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("fiche?action=a:b", "fiche?action=a:b"),
        ("https://exemple.fr/a", "https://exemple.fr/a"),
        ("javascript:alert(1)", "#"),
        (" JavaScript:alert(1)", "#"),
        ("data:text/html,<script>", "#"),
    ],
)
def test_an_address_leads_to_the_product_or_to_the_web(target: str, expected: str) -> None:
    assert address(target) == expected


def test_only_links_of_the_product_are_the_frames() -> None:
    assert link("carte?a=1&b=2", "Carte") == '<a href="carte?a=1&amp;b=2" data-interne>Carte</a>'
    assert link("https://exemple.fr", "Source") == '<a href="https://exemple.fr">Source</a>'


def test_the_page_takes_markup_only() -> None:
    with pytest.raises(AttributeError):
        markup.write("<p>mots</p>")  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        markup.run("<script></script>")  # type: ignore[arg-type]


# ── No other way ────────────────────────────────────────────────────────────────────────────────────────────────────

HELPER = ROOT / "dashboard" / "frame" / "markup.py"
TAG = re.compile(r"(?<!\(\?P)<[a-zA-Z/!]")  # but for the named groups of regular expressions
UNSAFE = {"unsafe_allow_html", "unsafe_allow_javascript"}


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return f"{owner}.{name}"
    return ""


def is_template(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and called(node) in ("html", "markup.html") and bool(node.args)


def of_call(node: ast.Call) -> Iterator[str]:
    if is_template(node) and not isinstance(node.args[0], ast.Constant):
        yield "a template that is not a constant"
    if called(node).split(".")[-1] == "Markup":
        yield "Markup made outside the helper"
    if called(node) == "st.html" or UNSAFE & {keyword.arg for keyword in node.keywords}:
        yield "HTML sent outside the helper"


def of_import(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    owner = node.module if isinstance(node, ast.ImportFrom) else ""
    names = {alias.name for alias in node.names}
    if owner in ("html", "markupsafe") or ("html" in names and owner != "dashboard.frame.markup"):
        yield "another html"


def offences(source: str) -> set[str]:
    """What a module does around the helper, one short name each."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    templates = [node.args[0] for node in nodes if isinstance(node, ast.Call) and is_template(node)]
    allowed = {id(node) for node in (*docstrings(tree), *templates)}
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            found.update(of_call(node))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update(of_import(node))
        elif isinstance(node, ast.Constant) and id(node) not in allowed and TAG.search(str(node.value)):
            found.add("a tag outside a template")
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = f'<p>{y}</p>'", "a tag outside a template"),
        ("x = '<p>%s</p>' % y", "a tag outside a template"),
        ("x = '<p>' + y + '</p>'", "a tag outside a template"),
        ("x = html('<p>{}</p>'.replace('{}', y))", "a template that is not a constant"),
        ("x = html(f'{y}')", "a template that is not a constant"),
        ("x = Markup(y)", "Markup made outside the helper"),
        ("x = markupsafe.Markup(y)", "Markup made outside the helper"),
        ("st.html(y)", "HTML sent outside the helper"),
        ("st.markdown(y, unsafe_allow_html=True)", "HTML sent outside the helper"),
        ("from html import escape", "another html"),
        ("import html", "another html"),
    ],
)
def test_a_way_around_the_helper_is_seen(source: str, expected: str) -> None:
    assert expected in offences(source)


def test_templates_and_docstrings_may_hold_tags() -> None:
    assert offences('"""« <p> »."""\nx = html("<p>{}</p>", f"{y} < 3")') == set()


@pytest.mark.parametrize(
    "path",
    sorted(path for path in (ROOT / "dashboard").rglob("*.py") if path != HELPER),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_no_module_writes_html_otherwise(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == set()


# ── Hostile words ───────────────────────────────────────────────────────────────────────────────────────────────────


class Reader(HTMLParser):
    """What a browser would make of it: tags, values of attributes, words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.told: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.told += [value for _, value in attrs if value is not None]

    def handle_data(self, data: str) -> None:
        self.told.append(data)


WAY = (HOSTILE, HOSTILE, HOSTILE)
COLUMNS = [
    Column("a", HOSTILE, href="b", colours={HOSTILE: HOSTILE}),
    Column("b", HOSTILE, labels={HOSTILE: HOSTILE}),
]
# Function of ``show`` → a call that gives it hostile words, and how many times they must be read on the page.
CALLS: dict[str, tuple[Callable[[], object], int]] = {
    "title": (lambda: show.title(HOSTILE, HOSTILE, HOSTILE), 3),
    "section": (lambda: show.section(HOSTILE, HOSTILE), 2),
    "subtitle": (lambda: show.subtitle(HOSTILE), 1),
    "answer": (lambda: show.answer(HOSTILE, HOSTILE), 2),
    "paragraph": (lambda: show.paragraph(HOSTILE), 1),
    "reading": (lambda: show.reading(HOSTILE), 1),
    "points": (lambda: show.points([HOSTILE, HOSTILE]), 2),
    "back": (lambda: show.back(HOSTILE, HOSTILE), 2),
    "links": (lambda: show.links([WAY]), 3),
    "note": (lambda: show.note(HOSTILE), 1),
    "done": (lambda: show.done(HOSTILE), 1),
    "caution": (lambda: show.caution(HOSTILE), 1),
    "empty": (lambda: show.empty(HOSTILE, HOSTILE, [WAY]), 5),
    "figures": (lambda: show.figures([Figure(*[HOSTILE] * 8)]), 8),
    "cards": (lambda: markup.write(show.cards([Figure(*[HOSTILE] * 9)])), 9),
    "barred": (lambda: markup.write(show.barred(HOSTILE, [(HOSTILE, 1, 2, HOSTILE)])), 3),
    "gauge": (lambda: markup.write(show.gauge(50, attribute("title", HOSTILE))), 1),
    "swatch": (lambda: markup.write(show.swatch(HOSTILE)), 1),
    "way": (lambda: markup.write(show.way(HOSTILE)), 1),
    # The caption is also the name of the frame; a colour stands before its value, which is a link.
    "table": (
        lambda: show.table(
            [{"a": HOSTILE, "b": HOSTILE}],
            [
                Column("a", HOSTILE, href="b", colours={HOSTILE: HOSTILE}),
                Column("b", HOSTILE, labels={HOSTILE: HOSTILE}),
            ],
            HOSTILE,
        ),
        8,
    ),
    "framed": (lambda: show.framed(HOSTILE, HOSTILE, html("{}", HOSTILE), html("{}", HOSTILE)), 4),
    "scrolled": (
        lambda: markup.write(show.scrolled(HOSTILE, HOSTILE, html("{}", HOSTILE), html("{}", HOSTILE))),
        4,
    ),
    "versions": (lambda: show.versions(HOSTILE, [(HOSTILE, HOSTILE)]), 3),
    "contradiction": (lambda: markup.write(show.contradiction(html("{}", HOSTILE), [HOSTILE])), 2),
    "sources_line": (lambda: show.sources_line(SCOPE), 3),
}
# They write no HTML of their own: values, words and files.
PLAIN = {"theme", "written", "sources_text", "observed", "old_reference", "screen_only", "notes_in"}


def test_every_function_that_writes_is_tried() -> None:
    public = {
        name
        for name, value in vars(show).items()
        if inspect.isfunction(value) and value.__module__ == show.__name__ and not name.startswith("_")
    }
    assert public - PLAIN == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_hostile_words_are_shown_as_words(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    sent: list[str] = []

    def keep(piece: Markup) -> None:
        assert isinstance(piece, Markup)
        sent.append(piece)

    source = {"titre": HOSTILE, "editeur": HOSTILE, "licence": HOSTILE, "publiee_le": None}
    monkeypatch.setattr(cached, "rows", lambda *_, **__: [{**source, "chargee_le": "2026-11-22T11:05:00"}])
    monkeypatch.setattr(show, "write", keep)
    monkeypatch.setattr(markup, "write", keep)
    call, times = CALLS[name]
    call()
    page = "".join(sent)
    read = Reader(page)
    assert "img" not in read.tags
    assert sum(told.count(HOSTILE) for told in read.told) == times
    assert page.count("&lt;img") == times
    assert "&amp;lt;" not in page


# ── Plotly reads HTML too ───────────────────────────────────────────────────────────────────────────────────────────


def bars() -> go.Figure:
    return charts.horizontal_bars([Bar(HOSTILE, 1, HOSTILE, HOSTILE)], unit=HOSTILE, colour="#000", ink="#000")


def history() -> go.Figure:
    level = Level(1, 2020, 2021, HOSTILE, html("cible<br>{}", HOSTILE))
    points = [Point(2020, 1, shown=HOSTILE, detail=HOSTILE), Point(2021, None, mark=HOSTILE)]
    drawn = Series(HOSTILE, points, Look("#000000"), baseline=level, target=level)
    return series.history(drawn, series.frame([drawn], HOSTILE, 0, "#000", "#000"))


def outside() -> go.Figure:
    row: dict[str, Any] = {"nom": HOSTILE, "code_bassin": "031", "numerateur": 900, "population": 10_000}
    rows = [row, *({**row, "numerateur": 100} for _ in range(30))]
    chance = limits.funnel([row["numerateur"] for row in rows], [row["population"] for row in rows])
    shown = Shown(rows, chance, chance.rate, 10_000, HOSTILE, "commune", "communes")
    looks = {"031": Shape(1, "#000")}
    return funnel.figure(shown, looks, {"031": HOSTILE}, None, Inks("#000", "#000", "#000"))


def flows() -> go.Figure:
    row = {"famille": HOSTILE, "bassin": f"{HOSTILE} 2", "montant_eur": 10.0}
    return sankey.figure(sankey.flows([row], ["famille", "bassin"]), "#000", {})


def texts(value: Any) -> Iterator[str]:
    """Every string of a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


@pytest.mark.parametrize(
    ("draw", "least"), [(bars, 4), (history, 6), (outside, 4), (flows, 2)], ids=["barres", "serie", "entonnoir", "flux"]
)
def test_a_figure_shows_hostile_words_as_words(draw: Callable[[], go.Figure], least: int) -> None:
    written = list(texts(draw().to_dict()))
    assert not [text for text in written if "<img" in text or "&amp;lt;" in text]
    assert sum("&lt;img" in text for text in written) >= least
