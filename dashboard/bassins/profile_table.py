"""The profile of territories as one table: for each indicator its sentence, then a line a territory, drawn and written.

Dots and bars are borders that the style sheet (``bassins.css``) places from a few numbers: they follow the theme,
printers keep them, and a change of year weighs little. The figures beside them say the same.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.bassins import comparison
from dashboard.bassins.comparison import Level, Profile
from dashboard.frame import palette, wording
from dashboard.frame.row import Row
from dashboard.frame.show import escape
from dashboard.indicators import words

_EDGE = 3.0  # percent of a track left free at each end, so that a marker at an end is whole


@dataclass(frozen=True)
class Look:
    """How a territory is drawn everywhere: the rank of its colour and of its shape (0: the département)."""

    rank: int
    colour: str

    @property
    def style(self) -> str:
        """Its class in the style sheet; colours and shapes come again after six."""
        return f"k{(self.rank - 1) % len(palette.OKABE_ITO) + 1}"


def table(
    profiles: Sequence[Profile], looks: Mapping[str, Look], level: Level, chosen: str | None, caption: str
) -> str:
    """The whole profile; ``looks`` by territory, ``chosen`` the one that stands out."""
    groups = "".join(
        f'<tbody><tr><th scope="rowgroup" colspan="4" class="fam">{escape(title)}</th></tr></tbody>'
        f"{''.join(_group(profile, looks, chosen) for profile in members)}"
        for title, members in groupby(
            (profile for profile in profiles if profile.known), key=lambda profile: profile.whole["famille_titre"]
        )
    )
    return (
        f'<table class="profil {level.key}"{colours(looks)}><caption>{escape(wording.typographic(caption))}</caption>'
        f"<colgroup>{'<col>' * 4}</colgroup><thead><tr>"
        f'<th scope="col">{level.singular.capitalize()}</th><th scope="col">Sur une même échelle</th>'
        '<th scope="col">Valeur <small>intervalle à 95 %</small></th><th scope="col">Effectif <small>renseigné</small>'
        f"</th></tr></thead>{groups}</table>"
    )


def colours(looks: Mapping[str, Look]) -> str:
    """The attribute that gives the colours of the territories to the style sheet."""
    by_style = {look.style: look.colour for look in looks.values()}
    return f' style="{";".join(f"--{style}:{colour}" for style, colour in sorted(by_style.items()))}"'


def scale(profile: Profile) -> tuple[float, float]:
    """One scale for every territory of an indicator: from zero (or below, when values are) to a round number."""
    rows = (*profile.places, profile.whole)
    values = [row[name] for row in rows for name in ("valeur", "bas", "haut") if row[name] is not None]
    top, bottom = max(values, default=0.0), min(values, default=0.0)
    if bottom < 0:
        reach = _round(max(top, -bottom))
        return -reach, reach
    return 0.0, 100.0 if profile.unit == "%" and top > 50 else _round(top)


def _round(value: float) -> float:
    """The first of 1, 2, 3, 4, 5, 6, 8 times a power of ten that is not below ``value``; 1 for zero."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * (1 - 1e-9))


def _at(value: float, ends: tuple[float, float]) -> float:
    """Where a value stands on its track, in percent of its width."""
    share = (value - ends[0]) / (ends[1] - ends[0])
    return round(_EDGE + (100 - 2 * _EDGE) * min(max(share, 0), 1), 1)


def _group(profile: Profile, looks: Mapping[str, Look], chosen: str | None) -> str:
    said = escape(wording.typographic(comparison.sentence(profile)))
    apart = ' class="vrai"' if profile.different else ""
    lines = "".join(_line(row, profile, looks.get(str(row["territoire"])), chosen) for row in profile.places)
    return (
        f'<tbody{_common(profile)}><tr class="ind"><th scope="rowgroup" colspan="4"><div><b>{escape(profile.title)} '
        f"<small>{escape(profile.unit)}</small></b><span{apart}>{said}</span></div></th></tr>"
        f"{lines}{_whole(profile)}</tbody>"
    )


def _common(profile: Profile) -> str:
    """Where the département's value and, on a scale with two sides, zero stand on every line of an indicator."""
    if not profile.drawn:
        return ""
    ends = scale(profile)
    positions = [] if ends[0] == 0 else [f"--z:{_at(0, ends)}%"]
    if profile.whole["valeur"] is not None:
        positions.append(f"--d:{_at(profile.whole['valeur'], ends)}%")
    return f' style="{";".join(positions)}"' if positions else ""


def _line(row: Row, profile: Profile, look: Look | None, chosen: str | None) -> str:
    kinds = f"{look.style if look else 'k0'}{' choisi' if row['territoire'] == chosen else ''}"
    cells = f"{_track(row, profile)}{_figures(row, profile)}"
    return f'<tr class="{kinds}"><th scope="row">{escape(row["nom"])}</th>{cells}</tr>'


def sign(look: Look) -> str:
    """The shape of a territory in its colour; its name always follows."""
    return f'<i class="f {look.style}"></i>'


def _track(row: Row, profile: Profile) -> str:
    """The dot (hollow when provisional) and its interval on the common scale, over the département's dotted line."""
    if not profile.drawn:
        return "<td></td>"
    ends = scale(profile)
    zero = "" if ends[0] == 0 else '<u class="z"></u>'
    line = "" if profile.whole["valeur"] is None else "<u></u>"
    if row["valeur"] is None:
        return f'<td class="pt">{zero}{line}</td>'
    where = f"--v:{_at(row['valeur'], ends)}%"
    if row["bas"] is not None:
        start = _at(row["bas"], ends)
        where += f";--a:{start}%;--w:{round(_at(row['haut'], ends) - start, 1)}%"
    dot = '<b class="p"></b>' if row["statut"] == "p" else "<b></b>"
    return f'<td class="pt" style="{where}">{zero}{line}{dot}</td>'


def _whole(profile: Profile) -> str:
    """The département's line: its value is the dotted line above; the ends of the scale stand under it."""
    axis = ""
    if profile.drawn:
        low, high = scale(profile)
        ends = [low, high] if low == 0 else [low, 0.0, high]
        axis = f'<div class="axe">{"".join(f"<span>{wording.number(end, 2)}</span>" for end in ends)}</div>'
    row = profile.whole
    return f'<tr class="tout"><th scope="row">{escape(row["nom"])}</th><td>{axis}</td>{_figures(row, profile)}</tr>'


def _figures(row: Row, profile: Profile) -> str:
    """Value or mark, interval, number, coverage."""
    number = wording.number(row["n"]) if row["n"] is not None else ""
    facts = escape(" · ".join(filter(None, (number, words.covered(row)))))
    if row["valeur"] is None:
        reason = f' title="{escape(row["raison"])}"' if row["raison"] else ""
        return f"<td{reason}><b>{escape(words.mark(row, row['n_min'] or 0))}</b></td><td>{facts}</td>"
    value = words.bare(row["valeur"], profile.decimals)
    if profile.whole["calcul"] == "compte" and row["denominateur"]:
        value += f" sur {wording.number(row['denominateur'])}"
    mark = " <em>p</em>" if row["statut"] == "p" else ""
    between = words.interval(row["bas"], row["haut"], profile.decimals)
    said = f" <small>{between}</small>" if between and profile.drawn else ""
    return f"<td><b>{value}</b>{mark}{said}</td><td>{facts}</td>"
