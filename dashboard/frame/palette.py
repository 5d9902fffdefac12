"""Colours shared by maps, charts and pages: legible on both themes and told apart by colour-blind readers."""

# Okabe and Ito's set (2008), without its black and its yellow, which vanish on one of the two themes.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")

# One hue from pale to deep, evenly spaced in lightness; the reader of a projector tells seven steps apart.
SEQUENTIAL = ("#DCEAF5", "#B5D2E8", "#8AB8DA", "#5E9BC8", "#3A7DB0", "#215F93", "#0E4170")

# Either side of zero, from little to much: browns below, blues above, told apart by colour-blind readers.
BELOW = ("#F6C89A", "#DB8A3C", "#8F4A0B")
ABOVE = ("#B5D2E8", "#5E9BC8", "#0E4170")

# What stands where there is no figure. Each also has its own pattern or letters: never told by colour alone.
ZERO = "#FFFFFF"
UNKNOWN = "#C9C6BE"
SECRET = "#7A756B"
NOT_APPLICABLE = "#E9E4D8"

FONT = "Public Sans, sans-serif"

# Text and rules of charts, by theme (the names Streamlit gives its themes).
INK = {"light": "#1B2430", "dark": "#E8EAED"}
MUTED = {"light": "#55606E", "dark": "#A9B2BD"}
RULE = {"light": "#D9DEE4", "dark": "#3A444F"}
PAPER = {"light": "#FFFFFF", "dark": "#141A21"}


def bassin(rank: int) -> str:
    """Colour of the bassin of that rank in its département (1 is the first); the same on every screen."""
    return OKABE_ITO[(rank - 1) % len(OKABE_ITO)]
