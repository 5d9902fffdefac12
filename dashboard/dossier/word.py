"""A document as Word edits it (.docx): styles, tables whose heads are repeated, images with their sentence."""

import io
from collections.abc import Mapping, Sequence

import docx as library
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dashboard.dossier import content, paper, pictured
from dashboard.dossier.content import Block, Cell, Document, Drawing, Table

_TEXT = 170.0  # millimetres of text
# On every machine, or another of the same widths.
FONT = "Arial"
_MUTED = RGBColor(0x55, 0x60, 0x6E)


def docx(document: Document) -> bytes:
    """The document as a file."""
    written = library.Document()
    _styles(written)
    written.core_properties.title = pictured.words(document.name)
    written.core_properties.author = paper.AUTHOR
    written.core_properties.language = "fr-FR"
    _furniture(written, document)
    _Body(written, pictured.images(document)).all(document)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _styles(written: Written) -> None:
    normal = written.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(language)
    section = written.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    for level in (1, 2, 3):
        style = written.styles[f"Heading {level}"]
        style.font.name, style.font.color.rgb = FONT, RGBColor(0x0E, 0x41, 0x70)
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), FONT)
        style.element.rPr.rFonts.set(qn("w:hAnsi"), FONT)


def _furniture(written: Written, document: Document) -> None:
    """What heads and ends each page."""
    section = written.sections[0]
    head = " · ".join(filter(None, (document.running, document.made_up)))
    section.header.paragraphs[0].text = pictured.words(head)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{pictured.words(document.foot)} · page ")
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")
    for line in (section.header.paragraphs[0], foot):
        for run in line.runs:
            run.font.size, run.font.color.rgb = Pt(8), _MUTED


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


class _Body:
    """The blocks of a document, written one after the other."""

    def __init__(self, written: Written, images: Mapping[str, bytes]) -> None:
        self.written, self.images = written, images

    def all(self, document: Document) -> None:
        self.written.add_paragraph(pictured.words(document.title), style="Title")
        for line in filter(None, (document.subtitle, document.lead, document.made_up)):
            self.written.add_paragraph(pictured.words(line), style="Subtitle")
        for name, said in document.cover:
            self._lines(f"{name} : ", said)
        if document.drawing:
            self._picture(self.written.add_paragraph(), document.drawing)
        for block in document.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case content.Title(text, level, apart, anew):
                heading = self.written.add_heading(pictured.words(text), level)
                heading.paragraph_format.page_break_before = apart or anew
            case content.Words(text, kind):
                self._words(text, kind)
            case content.Facts(items):
                self._facts(items)
            case content.Beside(left, right):
                for each in (*left, *right):
                    self.block(each)
            case content.Table():
                self._table(block)
            case content.Drawing():
                self._picture(self.written.add_paragraph(), block)
            case _:
                self._listed(block)

    def _listed(self, block: Block) -> None:
        match block:
            case content.Points(items):
                for item in items:
                    self.written.add_paragraph(pictured.words(item), style="List Bullet")
            case content.Terms(items):
                for term, said in items:
                    self._lines(f"{term}. ", said, style="List Bullet")
            case content.Strip(items):
                for code, count, verdict, names in items:
                    self._lines(f"{pictured.SIGNS.get(code, '')}{count} {verdict}. ", names)
            case content.Keys(items):
                for swatch, said in items:
                    line = self.written.add_paragraph()
                    self._image(line.add_run(), swatch, "", pictured.SWATCH)
                    line.add_run(f" {pictured.words(said)}")

    def _words(self, text: str, kind: str) -> None:
        line = self.written.add_paragraph()
        run = line.add_run(pictured.words(text))
        run.bold = kind == "answer"
        if kind == "small":
            run.font.size, run.font.color.rgb = Pt(8.5), _MUTED
        if kind == "answer":
            run.font.size = Pt(12)

    def _lines(self, strong: str, said: str, style: str | None = None) -> None:
        line = self.written.add_paragraph(style=style)
        line.add_run(pictured.words(strong)).bold = True
        line.add_run(pictured.words(said))

    def _facts(self, items: Sequence[content.Fact]) -> None:
        for item in items:
            self._lines(f"{item.label} : {item.value} {item.unit}".strip() + ". ", ". ".join(item.lines))
            if item.drawing:
                self._picture(self.written.add_paragraph(), item.drawing)

    def _table(self, table: Table) -> None:
        if table.caption:
            caption = self.written.add_paragraph(pictured.words(table.caption), style="Caption")
            caption.paragraph_format.keep_with_next = True
        grid = self.written.add_table(rows=1, cols=len(table.heads), style="Light Shading")
        grid.autofit = False
        look = grid._tblPr.find(qn("w:tblLook"))
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:noHBand"), "1")
        whole = sum(table.widths)
        widths = [Mm(_TEXT * part / whole) for part in table.widths]
        for cell, head in zip(grid.rows[0].cells, table.heads, strict=True):
            cell.text = pictured.words(head)
        _mark(grid.rows[0]._tr, "w:tblHeader")
        for row in table.rows:
            added = grid.add_row()
            _mark(added._tr, "w:cantSplit")
            for rank, (cell, told) in enumerate(zip(added.cells, row, strict=True)):
                self._cell(cell, told, right=rank in table.right)
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        for row in grid.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
                for run in (run for line in cell.paragraphs for run in line.runs):
                    run.font.size = run.font.size or Pt(8.5)
        _apart(self.written.add_paragraph())

    def _cell(self, cell: _Cell, told: Cell, *, right: bool) -> None:
        line = cell.paragraphs[0]
        if right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if told.swatch:
            self._image(line.add_run(), told.swatch, "", pictured.SWATCH)
        line.add_run(
            pictured.words(f"{' ' if told.swatch else ''}{pictured.SIGNS.get(told.sign, '')}{told.text}")
        ).bold = False
        if told.drawing:
            self._image(line.add_run(), told.drawing.svg, told.drawing.alt, told.drawing.width)
        if told.under:
            under = line.add_run(f"\n{pictured.words(told.under)}")
            under.bold, under.font.size, under.font.color.rgb = False, Pt(7), _MUTED

    def _picture(self, line: Paragraph, drawing: Drawing) -> None:
        self._image(line.add_run(), drawing.svg, drawing.alt, min(drawing.width, _TEXT))
        if drawing.caption:
            line.paragraph_format.keep_with_next = True
            self.written.add_paragraph(pictured.words(drawing.caption), style="Caption")

    def _image(self, run: Run, svg: str, alt: str, width: float) -> None:
        shape = run.add_picture(io.BytesIO(self.images[svg]), width=Mm(width))
        shape._inline.docPr.set("descr", pictured.words(alt))


def _apart(line: Paragraph) -> None:
    """The empty line that parts a table from what follows: under a table that ends a page, it makes no page of its own
    before a chapter that begins one, since the space after a line never does.
    """
    line.paragraph_format.line_spacing, line.paragraph_format.space_before = Pt(1), Pt(0)
    line.paragraph_format.space_after = Pt(9)


def _mark(row: object, name: str) -> None:
    """Say of a row that it is never cut, or that it is repeated on each page."""
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]
