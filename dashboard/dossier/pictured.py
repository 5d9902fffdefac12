"""What files to be edited share: drawings as images, found block by block and made at once, signs, words for XML."""

from collections.abc import Iterator, Mapping

from dashboard.dossier import paper
from dashboard.dossier.content import Beside, Block, Document, Drawing, Facts, Keys, Table
from dashboard.frame import wording

SWATCH = 5.0  # millimetres
# Code of a verdict → the sign that stands before its words.
SIGNS = {"p": "▲ ", "r": "▼ ", "e": "= ", "b": "○ ", "q": "? "}


def words(text: str) -> str:
    """Words without what XML cannot hold."""
    return "".join(sign for sign in wording.typographic(text) if sign >= " " or sign in "\n\t")


def images(document: Document) -> Mapping[str, bytes]:
    """SVG → PNG of every drawing and swatch of the document."""
    found = {drawing.svg: drawing for drawing in _drawings(document)}
    return dict(zip(found, paper.rasters(list(found.values())), strict=True))


def _drawings(document: Document) -> Iterator[Drawing]:
    if document.drawing:
        yield document.drawing
    for block in document.blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[Drawing]:
    match block:
        case Drawing():
            yield block
        case Facts(items):
            yield from (item.drawing for item in items if item.drawing)
        case Keys(items):
            yield from (Drawing(swatch, "", SWATCH) for swatch, _ in items)
        case Beside(left, right):
            for each in (*left, *right):
                yield from _of(each)
        case Table():
            for cell in (cell for row in block.rows for cell in row):
                if cell.drawing:
                    yield cell.drawing
                if cell.swatch:
                    yield Drawing(cell.swatch, "", SWATCH)
