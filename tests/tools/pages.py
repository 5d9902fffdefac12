"""Pages run by Streamlit's AppTest, and what a reader would read on them."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frame.boundary import UNFORESEEN
from queries.copy.reading import Copy
from tests import ROOT

APP = ROOT / "dashboard" / "app.py"
# For what is drawn from plain values: nothing is read in it.
NO_COPY = Copy(Path(), 1, "rien", "rien")


def open_page(monkeypatch: pytest.MonkeyPatch, stores: Path, name: str, /, **query: str | list[str]) -> AppTest:
    """The page (``actions``, ``fiche``…) run once on the stores of a folder, as its address asks."""
    monkeypatch.setenv("OBSERVATOIRE_MAGASINS", str(stores))
    test = AppTest.from_file(str(APP), default_timeout=300)
    for key, value in query.items():
        test.query_params[key] = value
    test.switch_page(f"app_pages/{name}.py")
    return whole(test.run())


def whole(test: AppTest) -> AppTest:
    """The page, of which no part failed for a reason that nobody foresaw (the log, which pytest shows, has it)."""
    assert not test.exception, test.exception
    assert UNFORESEEN not in words(test), words(test)
    return test


def markup(test: AppTest) -> str:
    """The HTML that the page itself writes: neither styles nor scripts."""
    bodies = [str(element.proto.body) for element in test.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))


def blocks(test: AppTest) -> list[list[str]]:
    """Everything a reader is told: one list an element of the page, of its texts, spaces as they are.

    A text is a paragraph, a cell, a caption…; what is said to who does not see (names of regions, descriptions of
    charts and maps) is there too.
    """
    drawn = [[str(chart.proto.alt)] for chart in test.get("plotly_chart")]
    drawn += [_spoken(json.loads(map_.proto.json)) for map_ in test.get("bidi_component")]
    written = [str(element.proto.body) for element in test.get("html")]
    return [*(_texts(body) for body in written if not body.startswith(("<style", "<script"))), *drawn]


def openings(test: AppTest) -> list[str]:
    """What begins a sentence of ours: titles, paragraphs, captions, heads of columns, what stands under a figure.

    Titles of fiches and words between guillemets are those of files.
    """
    found = re.findall(
        r"<(h[23]|p(?! class=\"resume)|caption|dt|summary|th scope=\"col\"|dd class=\"appui\")\b[^>]*>(.*?)</",
        markup(test),
    )
    texts = (html.unescape(re.sub(r"<[^>]+>", "", body)).strip() for _, body in found)
    return [text for text in texts if text]


_BLOCK = re.compile(
    r"</?(?:p|li|ul|t[hdr]|table|tbody|caption|h[1-6]|d[ltd]|div|section|footer|nav|summary|small)\b[^>]*>"
)
_NAMED = re.compile(r'\s(?:aria-label|alt|title)="([^"]*)"')


def _texts(body: str) -> list[str]:
    parts = [re.sub(r"<sup>.*?</sup>|<[^>]+>", "", part) for part in _BLOCK.split(body)]
    texts = (html.unescape(text).strip(" \n") for text in [*parts, *_NAMED.findall(body)])
    return [text for text in texts if text]


def _spoken(drawn: dict[str, Any]) -> list[str]:
    """The words that a map says: to who does not see it, and under the pointer."""
    spoken = drawn["words"]
    return [spoken["alt"], spoken["title"], spoken["hint"], *spoken["marks"].values()]


def words(test: AppTest) -> str:
    """The same as a reader reads it: no tags, single spaces of every kind made plain."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup(test)))).strip()
