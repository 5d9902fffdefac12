"""The page of a structure on one sheet of A4, as a PDF. Its letters are those of Windows-1252, which French needs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

# No line begins with a sign, nor ends with an opening one.
_SIGNS = re.compile(r"(?<=«) | (?=[:;?!%»€])")
_FONT, _CODE = "Helvetica", "windows-1252"
_MARGIN, _WIDTH = 16, 178
_BLUE, _GREY = (24, 59, 94), (85, 85, 85)
_CAUTION = (
    "Ces chiffres décrivent une activité enregistrée : ce que des actions laissent comme traces. Ils ne mesurent ni la "
    "confiance, ni le sentiment d'appartenance, ni la solitude."
)
_MARKS = (
    "« s » : secret statistique, un nombre trop petit pour être publié, ou qui en ferait deviner un. « nd » : non "
    "disponible. « au moins » : d'autres nombres sont secrets, ou connus par une borne. « environ » : un "
    "nombre approché y est compté. Entre parenthèses : sur combien des fiches de l'année (actions, et événements "
    "pour un territoire) le chiffre repose."
)
_ADDRESS = "Une question, une erreur ? Répondez à qui vous a envoyé le classeur : tout se corrige, rien ne s'efface."


@dataclass(frozen=True)
class Page:
    """What the page of a structure says, in words. ``rows``: what is counted, then its cell a territory."""

    structure: str
    year: int
    answer: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    waiting: Sequence[str]
    lacking: Sequence[str]
    fictitious: bool
    snapshot: int
    made: date


def pdf(page: Page) -> bytes:
    """The sheet; whatever it says stands on one page."""
    drawn = _Sheet(page)
    drawn.all()
    return bytes(drawn.pdf.output())


def plain(text: str) -> str:
    """Words that the letters of the page can write; another sign is « ? », and narrow spaces are plain ones."""
    bare = _SIGNS.sub("\u00a0", text).replace("\u202f", "\u00a0").replace("\u2212", "-")
    return bare.encode(_CODE, "replace").decode(_CODE)


class _Sheet:
    """Draws one page."""

    def __init__(self, page: Page) -> None:
        self.said, self.pdf = page, FPDF(format="A4")
        self.pdf.core_fonts_encoding = _CODE
        self.pdf.set_title(plain(f"Retour de campagne {page.year} : {page.structure}"))
        self.pdf.set_lang("fr-FR")
        self.pdf.set_margins(_MARGIN, _MARGIN)
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.add_page()

    def all(self) -> None:
        """From the head to the foot."""
        self._head()
        self._section("Vos chiffres et ceux du territoire")
        self._table(self.said.columns, self.said.rows)
        self._section("Ce que vos réponses font avancer")
        if self.said.waiting:
            named = " ; ".join(self.said.waiting)
            self._words(f"Des indicateurs du territoire attendent encore des fiches comme les vôtres : {named}.")
        else:
            self._words("Aucun indicateur du territoire n'attend plus rien de vos fiches.")
        if self.said.lacking:
            self._words(f"Ce qui y manque le plus : {', '.join(self.said.lacking)}.")
        else:
            self._words("Vos fiches disent tout ce que les indicateurs demandent.")
        self._foot()

    def _head(self) -> None:
        if self.said.fictitious:
            self.pdf.set_font(_FONT, "B", 10)
            self.pdf.set_text_color(160, 30, 30)
            self._words("Données de démonstration : tout y est fictif.")
        self.pdf.set_text_color(*_BLUE)
        self.pdf.set_font(_FONT, "B", 17)
        self._lines(8, _short(self.said.structure, 110))
        self.pdf.set_font(_FONT, "", 11)
        self._lines(6, f"Campagne de collecte {self.said.year} : ce qui vous revient")
        self.pdf.ln(2)
        self.pdf.set_text_color(0, 0, 0)
        self._words(self.said.answer)

    def _section(self, title: str) -> None:
        self.pdf.ln(4)
        self.pdf.set_font(_FONT, "B", 12)
        self.pdf.set_text_color(*_BLUE)
        self._lines(6, title)
        self.pdf.ln(1)
        self.pdf.set_text_color(0, 0, 0)

    def _words(self, text: str) -> None:
        self.pdf.set_font(_FONT, "", 10.5)
        self._lines(5.2, text)
        self.pdf.ln(1)

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.pdf.set_font(_FONT, "", 10)
        widths = (66, *[(_WIDTH - 66) / (len(heads) - 1)] * (len(heads) - 1))
        head = FontFace(emphasis="BOLD", fill_color=(220, 234, 245))
        align = ("LEFT", *["RIGHT"] * (len(heads) - 1))
        with self.pdf.table(
            col_widths=widths, text_align=align, headings_style=head, line_height=5, borders_layout="HORIZONTAL_LINES"
        ) as drawn:
            for line in (heads, *rows):
                row = drawn.row()
                for rank, cell in enumerate(line):
                    # What a figure rests on stands under it, whole.
                    row.cell(plain(_short(cell, 60)).replace(" (", "\n(" if rank else " ("))

    def _lines(self, height: float, text: str) -> None:
        """As many lines as the text takes, and the next thing under them."""
        self.pdf.multi_cell(_WIDTH, height, plain(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _foot(self) -> None:
        self.pdf.set_y(-62)
        self.pdf.set_font(_FONT, "", 9)
        self.pdf.set_text_color(*_GREY)
        made = f"Fait le {self.said.made:%d/%m/%Y}, instantané {self.said.snapshot} du magasin."
        for text in (_MARKS, _CAUTION, _ADDRESS, made):
            self._lines(4.4, text)
            self.pdf.ln(1.2)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
