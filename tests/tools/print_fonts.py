"""Make again the typefaces of what is printed: ``python -m tests.tools.print_fonts FOLDER``.

FOLDER holds the two variable fonts of Public Sans (SIL Open Font License 1.1, no reserved name), as the package
``fontpkg-public-sans`` of PyPI brings them. Typst draws a variable font in its thinnest weight inside an SVG, and
Public Sans lacks signs that French figures and our sentences need: each weight becomes a file of its own, under
another family name, with those signs added.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Public Sans Papier"
FONTS = Path(__file__).parents[2] / "dashboard" / "dossier" / "fonts"
# Variable font → (style, weight, thickness of an added stroke in units of the font).
CUTS = {
    "PublicSans[wght].ttf": (("Regular", 400, 84), ("SemiBold", 600, 116), ("Bold", 700, 134)),
    "PublicSans-Italic[wght].ttf": (("Italic", 400, 84),),
}
_NARROW, _JOINER, _BOX = 0x202F, 0x2060, 0x25AF
_ARROWS = {0x2192: False, 0x2190: True}


def make(folder: Path) -> None:
    """Write one file a weight."""
    for name, cuts in CUTS.items():
        for style, weight, stroke in cuts:
            font = instancer.instantiateVariableFont(TTFont(folder / name), {"wght": weight}, inplace=True)
            _add(font, stroke)
            _name(font, style)
            _slim(font)
            font.save(FONTS / f"PublicSansPapier-{style}.ttf")


def _add(font: TTFont, stroke: int) -> None:
    """The signs that are lacking: spaces, two arrows, and the box that stands where no font has a character."""
    em = font["head"].unitsPerEm
    figure = font["hmtx"]["zero"][0]
    _glyph(font, _NARROW, round(em / 5), [])
    _glyph(font, _JOINER, 0, [])
    height, width = font["OS/2"].sCapHeight, round(figure * 0.9)
    half = stroke / 2
    outer = [(60, 0), (60, height), (width - 60, height), (width - 60, 0)]
    inner = [
        (60 + half, half),
        (width - 60 - half, half),
        (width - 60 - half, height - half),
        (60 + half, height - half),
    ]
    _glyph(font, _BOX, width, [outer, inner])
    for code, back in _ARROWS.items():
        _glyph(font, code, em, [_arrow(em, height / 2, half, back=back)])


def _arrow(em: int, middle: float, half: float, *, back: bool) -> list[tuple[float, float]]:
    """A shaft and a solid head, from one side of the em to the other."""
    left, right, head, reach = 0.08 * em, 0.92 * em, 0.30 * em, 0.22 * em
    drawn = [
        (left, middle - half),
        (left, middle + half),
        (right - head, middle + half),
        (right - head, middle + reach),
        (right, middle),
        (right - head, middle - reach),
        (right - head, middle - half),
    ]
    return [(em - x, y) for x, y in reversed(drawn)] if back else drawn


def _glyph(font: TTFont, code: int, width: int, contours: list[list[tuple[float, float]]]) -> None:
    pen = TTGlyphPen(None)
    for contour in contours:
        first, *rest = [(round(x), round(y)) for x, y in contour]
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (width, min((x for contour in contours for x, _ in contour), default=0))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def _name(font: TTFont, style: str) -> None:
    """Another family, so that nothing takes it for the original; copyright and licence stay."""
    names = font["name"]
    for said in list(names.names):
        if said.nameID in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25):
            names.removeNames(nameID=said.nameID)
    plain = style in ("Regular", "Bold", "Italic")
    told = {
        1: FAMILY if plain else f"{FAMILY} {style}",
        2: style if plain else "Regular",
        3: f"{FAMILY} {style}",
        4: f"{FAMILY} {style}",
        6: f"PublicSansPapier-{style}",
        16: FAMILY,
        17: style,
    }
    for number, text in told.items():
        names.setName(text, number, 3, 1, 0x409)


def _slim(font: TTFont) -> None:
    """Leave out what a PDF does not read: hints, and the features of other scripts."""
    options = subset.Options(hinting=False, layout_features=["kern", "tnum", "mark", "ccmp", "locl"], name_IDs=["*"])
    options.notdef_outline = True
    cut = subset.Subsetter(options)
    cut.populate(unicodes=font.getBestCmap())
    cut.subset(font)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
