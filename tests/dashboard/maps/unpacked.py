"""What the browser reads in the values of a map, as ``static/carte.js`` unpacks them."""

from typing import Any


def kinds(drawn: dict[str, Any], step: int = 0) -> list[str]:
    """Style class of each territory."""
    return [drawn["kinds"][int(digit, 36)] for digit in drawn["steps"][step]["fills"]]


def told(drawn: dict[str, Any], step: int = 0) -> list[list[Any] | None]:
    """Figure and sentences of each territory; None where a mark says all."""
    digits, width = drawn["steps"][step]["told"], drawn["width"]
    found: list[list[Any] | None] = []
    while digits:
        taken = 1 if digits[0] == "-" else width
        found.append(None if taken == 1 and digits[0] == "-" else _entry(drawn, int(digits[:taken], 36)))
        digits = digits[taken:]
    return found


def _entry(drawn: dict[str, Any], rank: int) -> list[Any]:
    figure, *lines = drawn["told"][rank]
    return [figure, *(drawn["lines"][line] for line in lines if line >= 0)]
