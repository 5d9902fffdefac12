"""Bars, gaps and calendars drawn for paper: each says in words, beside it, all that it draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.dossier import ink
from dashboard.frame.markup import EMPTY, Markup, html, join

WIDTH = 482.0  # points: the width of the text, 170 mm
_ROW, _NAME, _BAR = 12.6, 104.0, 210.0


@dataclass(frozen=True)
class Bar:
    """A line: its name, its value, and what is written after it."""

    name: str
    value: float
    said: str
    most: float | None = None


def bars(rows: Sequence[Bar]) -> str:
    """Bars from the left, the longest the whole width; ``most`` draws on, hollow, to what it would be at most."""
    top = max((row.most or row.value for row in rows), default=0) or 1
    drawn = []
    for rank, row in enumerate(rows):
        y = rank * _ROW
        wide = _BAR * max(row.value, 0) / top
        drawn.append(ink.words(_NAME - 6, y + 9, row.name, anchor="end"))
        if row.most is not None:
            drawn.append(
                ink.box(_NAME, y + 2.5, _BAR * max(row.most, 0) / top, 7.5, "url(#sans-objet)", edge=ink.MUTED)
            )
        drawn.append(ink.box(_NAME, y + 2, max(wide, 0.8), 8.6, ink.DEEP))
        reach = max(wide, _BAR * (row.most or 0) / top)
        drawn.append(ink.words(_NAME + reach + 5, y + 9, row.said))
    drawn.append(ink.line(_NAME, 0, _NAME, len(rows) * _ROW, ink=ink.INK))
    return ink.sheet(WIDTH, len(rows) * _ROW + 1, join(drawn))


@dataclass(frozen=True)
class Gap:
    """A gap to a fair share: fractions, the ends None when nothing is put to the test; ``unsure``: its sign may
    turn."""

    name: str
    gap: float
    low: float | None
    high: float | None
    unsure: bool
    told: str
    said: str


def gaps(rows: Sequence[Gap]) -> str:
    """Bars on either side of the fair share, the range over all weights as a whisker."""
    ends = [abs(value) for row in rows for value in (row.gap, row.low, row.high) if value is not None]
    half, middle = 78.0, _NAME + 82.0
    scale = half / (max(ends, default=0) or 1)
    tall = _ROW + 3
    drawn = [
        ink.words(middle - 8, 8, "← moins que sa part", anchor="end", size=7, ink=ink.MUTED),
        ink.words(middle + 8, 8, "plus que sa part →", size=7, ink=ink.MUTED),
    ]
    for rank, row in enumerate(rows):
        y = 14 + rank * tall
        left, right = sorted((middle, middle + row.gap * scale))
        drawn.append(ink.words(_NAME - 6, y + 11, row.name, anchor="end"))
        look = "url(#secret)" if row.unsure else ink.DEEP if row.gap < 0 else ink.MIDDLE
        drawn.append(ink.box(left, y + 4, right - left, 9, look, edge=ink.INK))
        if row.low is not None and row.high is not None and row.high - row.low > 0.002:
            drawn.append(_whisker(middle + row.low * scale, middle + row.high * scale, y + 8.5))
        drawn.append(ink.words(middle + half + 14, y + 11, row.told, bold=True, anchor="start"))
        drawn.append(ink.words(middle + half + 46, y + 11, row.said, size=7))
    drawn.append(ink.line(middle, 11, middle, 14 + len(rows) * tall, ink=ink.INK, width=0.9))
    return ink.sheet(WIDTH, 16 + len(rows) * tall, join(drawn))


def _whisker(left: float, right: float, y: float) -> Markup:
    return join(
        [
            ink.line(left, y, right, y, ink="#FFFFFF", width=2.6),
            ink.line(left, y, right, y, ink=ink.INK, width=1),
            *(ink.line(end, y - 3, end, y + 3, ink=ink.INK, width=1) for end in (left, right)),
        ]
    )


def months(rows: Sequence[tuple[str, int, str]]) -> str:
    """A strip of months: (name, how many, what is written under)."""
    most = max((count for _, count, _ in rows), default=0) or 1
    wide, tall = WIDTH / max(len(rows), 1), 46.0
    drawn = []
    for rank, (name, count, under) in enumerate(rows):
        x, high = rank * wide, tall * count / most
        drawn.append(ink.box(x + 5, 12 + tall - high, wide - 10, high, ink.DEEP) if count else EMPTY)
        drawn.append(ink.words(x + wide / 2, 12 + tall - high - 3, str(count), anchor="middle", bold=bool(count)))
        drawn.append(ink.words(x + wide / 2, 12 + tall + 10, name, anchor="middle", size=7))
        drawn.append(ink.words(x + wide / 2, 12 + tall + 19, under, anchor="middle", size=6.2, ink=ink.MUTED))
    drawn.append(ink.line(0, 12 + tall, WIDTH, 12 + tall, ink=ink.INK, width=0.8))
    return ink.sheet(WIDTH, 12 + tall + 22, join(drawn))


@dataclass(frozen=True)
class Dot:
    """A territory on a common scale: fractions of its width; no ``at`` when a mark stands there."""

    at: float | None
    low: float | None
    high: float | None
    hollow: bool
    rank: int


_TRACK = 150.0


def track(dot: Dot, whole: float | None) -> str:
    """One line of a profile: the dot in the shape of its territory, its interval, the département dotted."""
    drawn = [ink.line(0, 6, _TRACK, 6, ink="#D9DEE4", width=0.5)]
    if whole is not None:
        drawn.append(ink.line(whole * _TRACK, 0, whole * _TRACK, 12, ink=ink.INK, width=0.8, dash="1.4 1.4"))
    if dot.at is not None:
        if dot.low is not None and dot.high is not None:
            drawn.append(ink.line(dot.low * _TRACK, 6, dot.high * _TRACK, 6, ink="#7FA3C4", width=2.6))
        drawn.append(_shape(dot.rank, dot.at * _TRACK, 6, hollow=dot.hollow))
    return ink.sheet(_TRACK, 12, join(drawn))


# The shapes of territories, as the page of bassins draws them, around a middle.
_SHAPES = (
    "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
    "M-2.7 -2.7h5.4v5.4h-5.4z",
    "M0 -3.7L3.7 0L0 3.7L-3.7 0z",
    "M0 -3.4L3.4 2.7H-3.4z",
    "M0 3.4L3.4 -2.7H-3.4z",
    "M-1.1 -3.3h2.2v2.2h2.2v2.2h-2.2v2.2h-2.2v-2.2h-2.2v-2.2h2.2z",
)


def _shape(rank: int, x: float, y: float, *, hollow: bool) -> Markup:
    return html(
        '<path transform="translate({} {})" d="{}" fill="{}" stroke="{}" stroke-width="1"/>',
        ink.number(x),
        ink.number(y),
        _SHAPES[(rank - 1) % len(_SHAPES)],
        "#FFFFFF" if hollow else ink.DEEP,
        ink.DEEP,
    )


def shape(rank: int) -> str:
    """The shape of a territory alone, before its name."""
    return ink.sheet(9, 9, _shape(rank, 4.5, 4.5, hollow=False))
