"""A document as LibreOffice edits it (.odt): styles, tables whose heads are repeated, images with their sentence."""

import io
from collections.abc import Mapping, Sequence

from odfdo import Cell as OdfCell
from odfdo import Document as Written
from odfdo import Element, Frame, Header, List, Paragraph, Row, Span, Style, StyleMasterPage, XmlPart
from odfdo import Table as OdfTable
from PIL import Image

from dashboard.dossier import content, paper, pictured
from dashboard.dossier.content import Block, Cell, Document, Drawing, Table

_TEXT = 170.0  # millimetres of text
_FAMILY = {"fo:font-family": "Liberation Sans, Arial, sans-serif"}
# Name → properties of text, and of paragraphs.
_PLAIN: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "Dossier-titre": ({"font-size": "28pt", "font-weight": "bold"}, {"margin-bottom": "4mm"}),
    "Dossier-sous-titre": ({"font-size": "14pt"}, {"margin-bottom": "2mm"}),
    "Dossier-texte": ({"font-size": "10pt"}, {"margin-bottom": "2mm"}),
    "Dossier-reponse": ({"font-size": "12pt", "font-weight": "bold"}, {"margin-bottom": "3mm"}),
    "Dossier-petit": ({"font-size": "8.5pt", "color": "#55606E"}, {"margin-bottom": "2mm"}),
    "Dossier-cellule": ({"font-size": "8.5pt"}, {}),
    "Dossier-droite": ({"font-size": "8.5pt"}, {"text-align": "right"}),
    "Dossier-tete": ({"font-size": "8.5pt", "font-weight": "bold"}, {}),
}


def odt(document: Document) -> bytes:
    """The document as a file."""
    written = Written("text")
    written.body.clear()
    written.meta.title = pictured.words(document.name)
    written.meta.creator = paper.AUTHOR
    written.language = "fr-FR"
    _styles(written)
    _furniture(written, document)
    _Body(written, pictured.images(document)).all(document)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _styles(written: Written) -> None:
    part = written.get_part("styles")
    assert isinstance(part, XmlPart)
    for outline in part.get_elements("//text:outline-level-style"):
        outline.set_attribute("style:num-format", "")
        outline.set_attribute("style:num-suffix", "")
        # LibreOffice reads its own attribute before those two: headings began with a dot.
        outline.del_attribute("loext:num-list-format")
    for name, (text, lines) in _PLAIN.items():
        style = Style("paragraph", name=name, display_name=name.replace("-", " "))
        style.set_properties({f"fo:{key}": value for key, value in lines.items()}, area="paragraph")
        style.set_properties({**_FAMILY, **{f"fo:{key}": value for key, value in text.items()}}, area="text")
        written.insert_style(style, automatic=False)
    for level, size in ((1, "20pt"), (2, "14pt"), (3, "11pt")):
        style = Style("paragraph", name=f"Dossier-h{level}", parent_style=f"Heading_20_{level}")
        look = {"fo:font-size": size, "fo:font-weight": "bold", "fo:font-style": "normal", "fo:color": "#0E4170"}
        style.set_properties({**_FAMILY, **look}, area="text")
        written.insert_style(style, automatic=False)
    strong = Style("text", name="Dossier-gras")
    strong.set_properties({"fo:font-weight": "bold"}, area="text")
    written.insert_style(strong, automatic=True)
    small = Style("text", name="Dossier-dessous")
    small.set_properties({"fo:font-size": "7pt", "fo:color": "#55606E"}, area="text")
    written.insert_style(small, automatic=True)
    whole = Style("table-row", name="Dossier-ligne")
    whole.set_properties({"fo:keep-together": "always"}, area="table-row")
    written.insert_style(whole, automatic=True)
    edge = Style("table-cell", name="Dossier-case")
    edge.set_properties({"fo:border-bottom": "0.4pt solid #B9C1CB", "fo:padding": "0.8mm"}, area="table-cell")
    written.insert_style(edge, automatic=True)


def _furniture(written: Written, document: Document) -> None:
    """What heads and ends each page."""
    page = written.get_style("master-page", "Standard")
    assert isinstance(page, StyleMasterPage)
    page.set_page_header(
        Paragraph(pictured.words(" · ".join(filter(None, (document.running, document.made_up)))), style="Dossier-petit")
    )
    foot = Paragraph(f"{pictured.words(document.foot)} · page ", style="Dossier-petit")
    number = Element.from_tag("text:page-number")
    number.set_attribute("text:select-page", "current")
    foot.append(number)
    foot.append(" / ")
    foot.append(Element.from_tag("text:page-count"))
    page.set_page_footer(foot)


class _Body:
    """The blocks of a document, written one after the other."""

    def __init__(self, written: Written, images: Mapping[str, bytes]) -> None:
        self.written, self.images = written, images
        self.body = written.body
        self.added: dict[str, str] = {}
        self.widths: dict[float, str] = {}

    def all(self, document: Document) -> None:
        self._line(document.title, "Dossier-titre")
        for line in filter(None, (document.subtitle, document.lead, document.made_up)):
            self._line(line, "Dossier-sous-titre")
        for name, said in document.cover:
            self._lines(f"{name} : ", said)
        if document.drawing:
            self._picture(document.drawing)
        for block in document.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case content.Title(text, level):
                self.body.append(Header(level, pictured.words(text), style=f"Dossier-h{level}"))
            case content.Words(text, kind):
                self._line(text, {"answer": "Dossier-reponse", "small": "Dossier-petit"}.get(kind, "Dossier-texte"))
            case content.Facts(items):
                self._facts(items)
            case content.Beside(left, right):
                for each in (*left, *right):
                    self.block(each)
            case content.Table():
                self._table(block)
            case content.Drawing():
                self._picture(block)
            case _:
                self._listed(block)

    def _listed(self, block: Block) -> None:
        match block:
            case content.Points(items):
                self.body.append(List([pictured.words(item) for item in items]))
            case content.Terms(items):
                for term, said in items:
                    self._lines(f"{term}. ", said)
            case content.Strip(items):
                for code, count, verdict, names in items:
                    self._lines(f"{pictured.SIGNS.get(code, '')}{count} {verdict}. ", names)
            case content.Keys(items):
                for swatch, said in items:
                    line = Paragraph("", style="Dossier-petit")
                    line.append(self._image(swatch, "", pictured.SWATCH))
                    line.append(Span(f" {pictured.words(said)}"))
                    self.body.append(line)

    def _line(self, text: str, style: str) -> None:
        self.body.append(Paragraph(pictured.words(text), style=style))

    def _lines(self, strong: str, said: str) -> None:
        line = Paragraph("", style="Dossier-texte")
        line.append(Span(pictured.words(strong), style="Dossier-gras"))
        line.append(Span(pictured.words(said)))
        self.body.append(line)

    def _facts(self, items: Sequence[content.Fact]) -> None:
        for item in items:
            self._lines(f"{item.label} : {item.value} {item.unit}".strip() + ". ", ". ".join(item.lines))
            if item.drawing:
                self._picture(item.drawing)

    def _table(self, table: Table) -> None:
        if table.caption:
            self._line(table.caption, "Dossier-petit")
        drawn = OdfTable(f"Tableau {len(self.body.tables) + 1}")
        whole = sum(table.widths)
        for part in table.widths:
            column = Element.from_tag("table:table-column")
            column.set_attribute("table:style-name", self._column(part / whole))
            drawn.append(column)
        head = Element.from_tag("table:table-header-rows")
        head.append(self._row([self._cell(Cell(text), "Dossier-tete") for text in table.heads]))
        drawn.append(head)
        for row in table.rows:
            styles = ("Dossier-droite" if rank in table.right else "Dossier-cellule" for rank in range(len(row)))
            drawn.append(self._row([self._cell(cell, style) for cell, style in zip(row, styles, strict=True)]))
        self.body.append(drawn)
        self._line("", "Dossier-texte")

    def _column(self, part: float) -> str:
        """The style of a column as wide as this part of the text."""
        if part not in self.widths:
            name = f"Dossier-col{len(self.widths) + 1}"
            style = Style("table-column", name=name)
            style.set_properties({"style:column-width": f"{_TEXT * part:.1f}mm"}, area="table-column")
            self.written.insert_style(style, automatic=True)
            self.widths[part] = name
        return self.widths[part]

    def _row(self, cells: Sequence[OdfCell]) -> Row:
        row = Row(style="Dossier-ligne")
        for cell in cells:
            row.append(cell)
        return row

    def _cell(self, told: Cell, style: str) -> OdfCell:
        cell = OdfCell(style="Dossier-case", cell_type="string")
        line = Paragraph("", style=style)
        if told.swatch:
            line.append(self._image(told.swatch, "", pictured.SWATCH))
        space = " " if told.swatch else ""
        line.append(Span(f"{space}{pictured.SIGNS.get(told.sign, '')}{pictured.words(told.text)}"))
        if told.drawing:
            line.append(self._image(told.drawing.svg, told.drawing.alt, told.drawing.width))
        cell.append(line)
        if told.under:
            under = Paragraph("", style=style)
            under.append(Span(pictured.words(told.under), style="Dossier-dessous"))
            cell.append(under)
        return cell

    def _picture(self, drawing: Drawing) -> None:
        line = Paragraph("", style="Dossier-texte")
        line.append(self._image(drawing.svg, drawing.alt, min(drawing.width, _TEXT)))
        self.body.append(line)
        if drawing.caption:
            self._line(drawing.caption, "Dossier-petit")

    def _image(self, svg: str, alt: str, width: float) -> Frame:
        png = self.images[svg]
        if svg not in self.added:
            self.added[svg] = self.written.add_file(io.BytesIO(png))
        wide, tall = Image.open(io.BytesIO(png)).size
        size = (f"{width:.1f}mm", f"{width * tall / wide:.1f}mm")
        frame = Frame.image_frame(self.added[svg], size=size, anchor_type="as-char")
        if alt:
            said = Element.from_tag("svg:desc")
            said.text = pictured.words(alt)
            frame.append(said)
        return frame
