"""The profile of territories as one table: for each indicator its sentence, then a line a territory, drawn and written.

Dots and bars are borders that the style sheet (``bassins.css``) places from a few numbers: they follow the theme,
printers keep them, and a change of year weighs little. The figures beside them say the same.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.bassins import comparison
from dashboard.bassins.comparison import Level, Profile
from dashboard.frame import origin, palette, wording
from dashboard.frame.markup import EMPTY, Markup, attribute, escape, html, join
from dashboard.frame.row import Row
from dashboard.indicators import words

# A row of « profil_territoires » → the address that follows its value; "" for none.
Follow = Callable[[Row], str]
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
    profiles: Sequence[Profile],
    looks: Mapping[str, Look],
    level: Level,
    chosen: str | None,
    caption: str,
    followed: Follow = lambda _: "",
) -> Markup:
    """The whole profile; ``looks`` by territory, ``chosen`` the one that stands out, ``followed`` the address that
    follows the value of a row to what it is made from."""
    known = (profile for profile in profiles if profile.known)
    groups = join(
        html(
            '<tbody><tr><th scope="rowgroup" colspan="4" class="fam">{}</th></tr></tbody>{}',
            title,
            join(_group(profile, looks, chosen, followed) for profile in members),
        )
        for title, members in groupby(known, key=lambda profile: profile.whole["famille_titre"])
    )
    return html(
        '<table class="profil {}"{}><caption>{}</caption><colgroup><col><col><col><col></colgroup><thead><tr>'
        '<th scope="col">{}</th><th scope="col">Sur une même échelle</th>'
        '<th scope="col">Valeur <small>intervalle à 95&nbsp;%</small></th>'
        '<th scope="col">Effectif <small>renseigné</small></th>'
        "</tr></thead>{}</table>",
        level.key,
        colours(looks),
        wording.typographic(caption),
        wording.sentence(level.singular),
        groups,
    )


def colours(looks: Mapping[str, Look]) -> Markup:
    """The attribute that gives the colours of the territories to the style sheet."""
    by_style = {look.style: look.colour for look in looks.values()}
    return html(' style="{}"', ";".join(f"--{style}:{colour}" for style, colour in sorted(by_style.items())))


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


def _group(profile: Profile, looks: Mapping[str, Look], chosen: str | None, followed: Follow) -> Markup:
    lines = join(_line(row, profile, looks.get(str(row["territoire"])), chosen, followed) for row in profile.places)
    return html(
        '<tbody{}><tr class="ind"><th scope="rowgroup" colspan="4"><div><b>{} <small>{}</small></b>'
        "<span{}>{}</span></div></th></tr>{}{}</tbody>",
        _common(profile),
        profile.title,
        profile.unit,
        attribute("class", "vrai" if profile.different else ""),
        wording.typographic(comparison.sentence(profile)),
        lines,
        _whole(profile, followed),
    )


def _common(profile: Profile) -> Markup:
    """Where the département's value and, on a scale with two sides, zero stand on every line of an indicator."""
    if not profile.drawn:
        return EMPTY
    ends = scale(profile)
    positions = [] if ends[0] == 0 else [f"--z:{_at(0, ends)}%"]
    if profile.whole["valeur"] is not None:
        positions.append(f"--d:{_at(profile.whole['valeur'], ends)}%")
    return attribute("style", ";".join(positions))


def _line(row: Row, profile: Profile, look: Look | None, chosen: str | None, followed: Follow) -> Markup:
    kinds = f"{look.style if look else 'k0'}{' choisi' if row['territoire'] == chosen else ''}"
    return html(
        '<tr class="{}"><th scope="row">{}</th>{}{}</tr>',
        kinds,
        row["nom"],
        _track(row, profile),
        _figures(row, profile, followed),
    )


def sign(look: Look) -> Markup:
    """The shape of a territory in its colour; its name always follows."""
    return html('<i class="f {}"></i>', look.style)


def _track(row: Row, profile: Profile) -> Markup:
    """The dot (hollow when provisional) and its interval on the common scale, over the département's dotted line."""
    if not profile.drawn:
        return html("<td></td>")
    ends = scale(profile)
    zero = EMPTY if ends[0] == 0 else html('<u class="z"></u>')
    line = EMPTY if profile.whole["valeur"] is None else html("<u></u>")
    if row["valeur"] is None:
        return html('<td class="pt">{}{}</td>', zero, line)
    where = f"--v:{_at(row['valeur'], ends)}%"
    if row["bas"] is not None:
        start = _at(row["bas"], ends)
        where += f";--a:{start}%;--w:{round(_at(row['haut'], ends) - start, 1)}%"
    dot = html("<b{}></b>", attribute("class", "p" if row["statut"] == "p" else ""))
    return html('<td class="pt" style="{}">{}{}{}</td>', where, zero, line, dot)


def _whole(profile: Profile, followed: Follow) -> Markup:
    """The département's line: its value is the dotted line above; the ends of the scale stand under it."""
    axis = EMPTY
    if profile.drawn:
        low, high = scale(profile)
        ends = [low, high] if low == 0 else [low, 0.0, high]
        marks = join(html("<span>{}</span>", wording.number(end, 2)) for end in ends)
        axis = html('<div class="axe">{}</div>', marks)
    row = profile.whole
    return html(
        '<tr class="tout"><th scope="row">{}</th><td>{}</td>{}</tr>', row["nom"], axis, _figures(row, profile, followed)
    )


def _figures(row: Row, profile: Profile, followed: Follow) -> Markup:
    """Value or mark, interval, number, coverage."""
    number = wording.number(row["n"]) if row["n"] is not None else ""
    certain = words.certain(row, "", profile.decimals)
    facts = " · ".join(filter(None, (number, words.covered(row), certain)))
    if row["valeur"] is None:
        reason = attribute("title", row["raison"])
        told = _led(followed(row), words.mark(row, row["n_min"] or 0))
        return html("<td{}><b>{}</b></td><td>{}</td>", reason, told, facts)
    value = words.bare(row["valeur"], profile.decimals)
    if profile.whole["calcul"] == "compte" and row["denominateur"]:
        value += f" sur {wording.number(row['denominateur'])}"
    mark = html(" <em>p</em>") if row["statut"] == "p" else EMPTY
    between = words.interval(row["bas"], row["haut"], profile.decimals)
    said = html(" <small>{}</small>", between) if between and profile.drawn else EMPTY
    return html("<td><b>{}</b>{}{}</td><td>{}</td>", _led(followed(row), value), mark, said, facts)


def _led(to: str, figure: str) -> Markup:
    """The figure, as a link where it can be followed."""
    return origin.on(to, figure) if to else escape(figure)
