"""What a dossier is made of: plain blocks, in French, which know nothing of the file that they end in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Drawing:
    """A picture of ours: SVG, the sentence for who does not see it, its width in millimetres, what is written under."""

    svg: str
    alt: str
    width: float
    caption: str = ""


@dataclass(frozen=True)
class Title:
    """A heading; one of level 1 begins a chapter, ``anew`` on a page of its own, ``apart`` where there is room."""

    text: str
    level: int = 1
    apart: bool = False
    anew: bool = False


@dataclass(frozen=True)
class Words:
    """A paragraph. ``answer`` is the sentence that answers, ``prudence`` the limit of what is shown."""

    text: str
    kind: Literal["plain", "answer", "small", "prudence", "note"] = "plain"


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    items: Sequence[str]


@dataclass(frozen=True)
class Terms:
    """Words with what they mean."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Fact:
    """One figure and what must travel with it."""

    label: str
    value: str
    unit: str = ""
    lines: Sequence[str] = ()
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Facts:
    """Figures side by side."""

    items: Sequence[Fact]


@dataclass(frozen=True)
class Cell:
    """A cell: its words, what stands smaller under them, the code of a verdict whose sign goes before, or the swatch
    of a legend; a drawing."""

    text: str
    under: str = ""
    sign: str = ""
    swatch: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Table:
    """Rows under heads that are repeated on each page. ``widths`` are parts of the whole width; ``right`` columns hold
    figures; one ``together`` never runs over two pages."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    right: Sequence[int] = ()
    together: bool = False


@dataclass(frozen=True)
class Strip:
    """Indicators under their verdict: (code of the sign, count, verdict and what it means, the indicators)."""

    items: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Keys:
    """A legend: (style of the swatch, words) each."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Beside:
    """Two columns; ``part`` of the width is the left one's."""

    left: Sequence["Block"]
    right: Sequence["Block"]
    part: float = 0.5


Block = Title | Words | Points | Terms | Facts | Table | Strip | Keys | Beside | Drawing


@dataclass(frozen=True)
class Document:
    """A whole document. ``cover`` lines stand under the title, ``subtitle`` and ``lead``; ``running`` heads each page,
    ``foot`` ends it.

    ``made_up`` is written across each page when facts are a demonstration; ``cover`` empty: no cover and no contents.
    """

    title: str
    subtitle: str
    lead: str
    running: str
    foot: str
    blocks: Sequence[Block]
    cover: Sequence[tuple[str, str]] = ()
    drawing: Drawing | None = None
    made_up: str = ""
    one_page: bool = False
    keywords: Sequence[str] = field(default=("vivre-ensemble",))

    @property
    def name(self) -> str:
        """What the file says that it is: title and subtitle."""
        return f"{self.title}, {self.subtitle}".strip(", ")
