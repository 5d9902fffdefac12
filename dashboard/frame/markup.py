"""The one way to write HTML: templates of ours, whose values are escaped as they go in.

``html("<p>{}</p>", text)`` takes anything for ``text``: words from files and addresses are escaped, what is ``Markup``
already (another template filled) goes in as it is, hence is escaped once. Nothing else makes ``Markup``, and the page
takes nothing else. The texts of a Plotly figure are written the same way: it reads some tags of HTML. The same passage
makes the spaces of French signs unbreakable (``wording.typographic``): a page need not think of it.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import LiteralString

import streamlit as st
from markupsafe import Markup
from markupsafe import escape as escaped

from dashboard.frame.wording import typographic

__all__ = [
    "EMPTY",
    "Markup",
    "address",
    "attribute",
    "escape",
    "html",
    "join",
    "label",
    "link",
    "plain",
    "run",
    "styles",
    "write",
]

EMPTY = Markup("")


def escape(value: object) -> Markup:
    """A value as it goes into a page: escaped, and words with the unbreakable spaces of French."""
    return escaped(typographic(value) if isinstance(value, str) and not isinstance(value, Markup) else value)


def html(template: LiteralString, *values: object) -> Markup:
    """``template`` with its ``{}`` filled in order; braces that stay, those of a script, are doubled.

    The template is a constant, which a test holds. A value between quotes of an attribute is safe there too.
    """
    return Markup(template.format(*_safe(values)))


def join(parts: Iterable[str], separator: str = "") -> Markup:
    """Parts one after the other; those that are not ``Markup`` are escaped, the separator too."""
    return Markup(str(escape(separator)).join(_safe(parts)))


def _safe(values: Iterable[object]) -> list[Markup]:
    # What ``Markup.format`` and ``Markup.join`` do, at a quarter of their cost: tables have thousands of cells.
    return [value if isinstance(value, Markup) else escape(value) for value in values]


def attribute(name: LiteralString, value: object) -> Markup:
    """`` name="value"``, with the space before it; nothing for an empty value or None."""
    return html(' {}="{}"', name, value) if value not in ("", None) else EMPTY


def address(target: str) -> Markup:
    """An address fit for a link: of the product, or http(s); anything else (javascript:…) leads nowhere."""
    scheme = target.split(":", 1)[0].lower() if ":" in target.split("?", 1)[0] else ""
    return escaped(target if scheme in ("", "http", "https") else "#")


_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


def label(text: str) -> str:
    """Words of a file as the label of a control, or an option of radio buttons: Streamlit reads Markdown there."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def link(to: str, words: object, attributes: Markup = EMPTY) -> Markup:
    """A link; one to a page of the product says so to the frame, which opens it without loading everything again."""
    internal = EMPTY if to.startswith(("http://", "https://")) else html(" data-interne")
    return html('<a href="{}"{}{}>{}</a>', address(to), internal, attributes, words)


def write(markup: Markup) -> None:
    """Send HTML to the page, where it stands; types refuse plain words, and so does the run."""
    st.html(str(markup.__html__()))


def run(script: Markup) -> None:
    """Send a script to the page: a template of ours, filled with nothing that comes from data."""
    st.html(str(script.__html__()), unsafe_allow_javascript=True)


def plain(value: object) -> Markup:
    """Constants of ours (lists, dicts, words) as a script reads them: JSON in which nothing closes the script."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


def styles(file: Path) -> None:
    """Send a style sheet with the page itself."""
    st.html(file)
