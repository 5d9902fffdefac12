"""Numbers, amounts and plurals as French sentences write them: the only place that puts spaces and marks in them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

NARROW = "\u202f"  # narrow no-break space
MINUS = "\u2212"
_MOST_DECIMALS = 3
# The digits of the largest double, and decimals: no finite number is too long to be written.
_EXACT = Context(prec=320)


@lru_cache(maxsize=16384)
def number(value: float | Decimal, decimals: int = 0) -> str:
    """« 1 155 », « 12,5 »; at most that many decimals, a negative one with a hyphen."""
    text = _written(value, decimals)
    if "," in text:
        text = text.rstrip("0").rstrip(",")
    return "0" if text == "-0" else text


def apart(value: float | Decimal, bounds: Sequence[float], decimals: int = 0) -> str:
    """The same, with as many decimals (three at most) as it takes not to be written like a bound that it is not:
    « 10,004 » is more than 10, « 9,97 » less.
    """
    while decimals < _MOST_DECIMALS and any(
        value != bound and number(value, decimals) == number(bound) for bound in bounds
    ):
        decimals += 1
    return number(value, decimals)


def percent(fraction: float, decimals: int = 0, bounds: Sequence[float] = ()) -> str:
    """« 12,5 % » of a fraction of 1. Nearly all is not « 100 % », hardly any not « 0 % », nor what is under a bound (in
    %) that bound: more decimals say so.
    """
    return f"{apart(100 * fraction, (0, 100, *bounds), decimals)}{NARROW}%"


@lru_cache(maxsize=4096)
def euros(amount: float | Decimal, *, cents: bool = False) -> str:
    """« 20 680 € », « 12,50 € »; cents when there are some, or when ``cents`` asks for them."""
    whole = not cents and amount == int(amount)
    return f"{_written(amount, 0 if whole else 2).replace('-', MINUS)}{NARROW}€"


def plural(count: int, singular: str, many: str | None = None) -> str:
    """« 0 action », « 16 actions »: in French the plural begins at two; ``many`` when it is not a mere s."""
    return f"{number(count)} {singular if abs(count) < 2 else many or f'{singular}s'}"


def sentence(text: str) -> str:
    """The same words with a capital to begin with; the others keep theirs, which ``str.capitalize`` takes away."""
    return f"{text[:1].upper()}{text[1:]}"


def difference(first: float | Decimal, second: float | Decimal, decimals: int = 0) -> float:
    """``first`` − ``second`` of two figures that stand beside it, as they are written: who subtracts finds the same."""
    return float(_rounded(first, decimals) - _rounded(second, decimals))


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    # Half goes up, as French readers were taught; the shortest digits that make the number, not its binary tail.
    exact = Decimal(value) if isinstance(value, int | Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def _written(value: float | Decimal, decimals: int) -> str:
    rounded = _rounded(value, decimals)
    return f"{rounded:,}".replace(",", NARROW).replace(".", ",")
