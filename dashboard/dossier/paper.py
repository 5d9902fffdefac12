"""A document as a PDF that a machine reads aloud (PDF/UA-1) and an archive keeps (PDF/A-2a), by Typst, offline.

Typst checks both standards as it writes, and refuses a file that does not hold them. Words go in as data.
"""

import json
import logging
import re
import textwrap
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from fontTools.ttLib import TTFont

from dashboard.dossier import content, typeface
from dashboard.frame import wording

_LOG = logging.getLogger(__name__)
STANDARDS: Any = ["ua-1", "a-2a"]
AUTHOR = "Observatoire du vivre-ensemble"
_TEMPLATE = Path(__file__).with_name("template.typ")
_EACH = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for one in json(bytes(sys.inputs.shown)) { page(image(bytes(one.svg), format: "svg", width: one.width * 1mm)) }"""
# What stands where the typeface has no such character.
ABSENT = "\u25af"
# A word of this many signs is wider than a column; its pieces are not.
_ENDLESS, _PIECE = re.compile(r"\S{40,}"), 12
_compiling = Lock()


def pdf(document: content.Document) -> bytes:
    """The document as a file; RefusedError (French) without its typeface."""
    told = data(document)
    with _compiling:
        made, warnings = _compiler().compile_with_warnings(
            format="pdf",
            sys_inputs={"dossier": json.dumps(told, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=datetime.now(UTC).replace(microsecond=0),
        )
    for warning in warnings:
        _LOG.warning("%s", warning)
    assert isinstance(made, bytes)  # One file, as no name was given to write it under.
    return made


def warm() -> None:
    """Read the typeface and the layout once, so that the first reader does not wait for it."""
    pdf(content.Document(AUTHOR, "", "", "", "", [content.Words("Prêt.")]))


def rasters(pictures: list[content.Drawing], ppi: int = 200) -> list[bytes]:
    """Each picture as a PNG, for documents that take no SVG."""
    if not pictures:
        return []
    shown = json.dumps([{"svg": _written(picture.svg), "width": picture.width} for picture in pictures])
    with _compiling:
        made = typst.Compiler(_EACH, font_paths=_fonts()).compile(format="png", ppi=ppi, sys_inputs={"shown": shown})
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if isinstance(page, bytes)]


@cache
def _fonts() -> typst.Fonts:
    typeface.ready()
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typeface.FOLDER)])


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=_fonts())


@cache
def _known() -> frozenset[str]:
    """The characters of the typeface."""
    _fonts()
    return frozenset(chr(code) for code in TTFont(typeface.FOLDER / typeface.FILES[0]).getBestCmap()) | {"\n"}


def data(document: content.Document) -> dict[str, Any]:
    """The document as the layout reads it: lists, texts and numbers."""
    return {
        "title": _said(document.title),
        "subtitle": _said(document.subtitle),
        "lead": _said(document.lead),
        "author": AUTHOR,
        "running": _said(document.running),
        "foot": _said(document.foot),
        "made_up": _said(document.made_up),
        "watermark": "données fictives",
        "contents": "Sommaire",
        "cover": [[_said(name), _said(words)] for name, words in document.cover],
        "drawing": _drawing(document.drawing),
        "one_page": document.one_page,
        "keywords": list(document.keywords),
        "blocks": [_block(block) for block in document.blocks],
    }


def _said(text: str) -> str:
    """Words as they are printed: composed, with the spaces of French, a word that no line holds cut where it must."""
    composed = wording.typographic(unicodedata.normalize("NFC", text)).replace("\u2011", "-")
    return _ENDLESS.sub(_cut, _written(composed))


def _written(text: str) -> str:
    """The same signs, those that the typeface lacks shown to lack."""
    known = _known()
    return "".join(sign if sign in known else " " if sign.isspace() else ABSENT for sign in text)


def _cut(word: re.Match[str]) -> str:
    """A word with places where a line may end."""
    return "\u200b".join(textwrap.wrap(word[0], _PIECE))


def _drawing(drawing: content.Drawing | None) -> dict[str, Any] | None:
    if drawing is None:
        return None
    return {
        "kind": "drawing",
        "svg": _written(drawing.svg),
        "alt": _said(drawing.alt),
        "width": drawing.width,
        "caption": _said(drawing.caption),
    }


def _cell(cell: content.Cell) -> dict[str, Any]:
    return {
        "text": _said(cell.text),
        "under": _said(cell.under),
        "sign": cell.sign,
        "swatch": cell.swatch,
        "drawing": _drawing(cell.drawing),
    }


def _block(block: content.Block) -> dict[str, Any]:
    match block:
        case content.Title(text, level, apart, anew):
            return {"kind": "title", "text": _said(text), "level": level, "apart": apart, "anew": anew}
        case content.Words(text, style):
            return {"kind": "words", "text": _said(text), "style": style}
        case content.Points(items):
            return {"kind": "points", "items": [_said(item) for item in items]}
        case content.Terms(items):
            return {"kind": "terms", "items": [[_said(term), _said(words)] for term, words in items]}
        case content.Facts(items):
            facts: list[Mapping[str, Any]] = [
                {
                    "label": _said(item.label),
                    "value": _said(item.value),
                    "unit": _said(item.unit),
                    "lines": [_said(line) for line in item.lines],
                    "drawing": _drawing(item.drawing),
                }
                for item in items
            ]
            return {"kind": "facts", "items": facts}
        case content.Table():
            return {
                "kind": "table",
                "caption": _said(block.caption),
                "heads": [_said(head) for head in block.heads],
                "rows": [[_cell(cell) for cell in row] for row in block.rows],
                "widths": list(block.widths),
                "right": list(block.right),
                "together": block.together,
            }
        case content.Strip(items):
            return {"kind": "strip", "items": [[code, *map(_said, words)] for code, *words in items]}
        case content.Keys(items):
            return {"kind": "keys", "items": [[swatch, _said(words)] for swatch, words in items]}
        case content.Beside(left, right, part):
            return {"kind": "beside", "left": [*map(_block, left)], "right": [*map(_block, right)], "part": part}
        case content.Drawing():
            return {**(_drawing(block) or {})}
