"""The pictures of money: rows in, markup out, styled by ``static/argent.css``.

They are lists, whose words say all that is drawn: a reader who sees no bar, or no colour, is told the same. Places are
shares of the width, so that a phone and a sheet of paper draw them at their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import LiteralString

import pandas as pd

from dashboard.frame import wording
from dashboard.frame.markup import EMPTY, Markup, attribute, html, join
from dashboard.frame.row import Row
from dashboard.frame.show import HIDDEN
from dashboard.money import words
from dashboard.money.sankey import LEVELS, Flows
from dashboard.money.words import euros

_CENTRE, _HALF = 50.0, 46.0  # of the width: the fair share, and as far as the widest gap goes on either side
_WIDE = 92.0  # the widest of bars that begin at the left


@dataclass(frozen=True)
class Month:
    """A month of the calendar: conventions that end in it, those ``within`` the horizon, and their money."""

    first: date
    n: int = 0
    within: int = 0
    n_known: int = 0
    euros: float | None = None

    def plus(self, row: Row, *, within: bool) -> "Month":
        """With one row of ``conventions_mois``."""
        amount = self.euros if row["accorde_eur"] is None else (self.euros or 0) + row["accorde_eur"]
        return replace(
            self,
            n=self.n + row["n"],
            within=self.within + (row["n"] if within else 0),
            n_known=self.n_known + row["n_montants"],
            euros=amount,
        )


def gaps(caption: str, shares: Sequence[Row], chosen: str | None) -> Markup:
    """Diverging bars: the gap of each territory to its fair share, and how far it goes over all weights.

    ``shares``: answer to ``ecart_equitable``; ``chosen``: code of the territory looked at.
    """
    ends = [abs(row[key]) for row in shares for key in ("ecart", "ecart_min", "ecart_max") if row[key] is not None]
    widest = max(ends, default=0) or 1
    head = html(
        '<li class="tete"{}><span></span><span class="sens"><span>← moins que sa part</span>'
        "<span>plus que sa part →</span></span><span></span></li>",
        HIDDEN,
    )
    rows = join(_gap(row, widest, own=row["territoire"] == chosen) for row in shares)
    return _figure("ecarts", caption, html("{}{}", head, rows))


def _gap(row: Row, widest: float, *, own: bool) -> Markup:
    if row["ecart"] is None:
        return _item(row["nom"], wording.UNKNOWN, words.conclusion(row), EMPTY, own=own)
    kind = "plus" if row["ecart"] >= 0 else "moins"
    doubt = " doute" if row["conclusif"] is False else ""
    bar = html('<b class="{}{}" style="{}"></b>', kind, doubt, _stretch(0.0, row["ecart"], widest))
    if row["ecart_min"] is not None and row["ecart_max"] - row["ecart_min"] > 0.002 * widest:
        bar = html('{}<i style="{}"></i>', bar, _stretch(row["ecart_min"], row["ecart_max"], widest))
    return _item(row["nom"], words.gap(row["ecart"]), words.received(row), bar, own=own)


def _stretch(start: float, end: float, widest: float) -> str:
    left, right = (_CENTRE + _HALF * place / widest for place in sorted((start, end)))
    return f"--a:{left:.1f}%;--w:{right - left:.1f}%"


def year_ahead(rows: Sequence[Row], day: date, horizon: int) -> list[Month]:
    """Each month of the twelve that follow ``day``, those without any convention too; rows of ``conventions_mois``."""
    last = pd.Timestamp(day) + pd.DateOffset(months=12)
    months = pd.period_range(day + timedelta(days=1), last, freq="M")
    found = {month.start_time.date(): Month(month.start_time.date()) for month in months}
    for row in rows:
        first = date.fromisoformat(row["mois_fin"])
        found[first] = found[first].plus(row, within=row["mois"] <= horizon)
    return list(found.values())


def calendar(caption: str, months: Sequence[Month]) -> Markup:
    """A strip of months: how many conventions end in each, and what they bring; those past the horizon are hollow."""
    most = max((month.n for month in months), default=0) or 1
    items = join(_month(month, most, named=not rank or month.first.month == 1) for rank, month in enumerate(months))
    return html(
        '<figure class="argent calendrier"><figcaption>{}</figcaption><ol style="--n:{}">{}</ol></figure>',
        wording.sentence(caption),
        len(months),
        items,
    )


def _month(month: Month, most: int, *, named: bool) -> Markup:
    parts = (("dans", month.within), ("hors", month.n - month.within))
    bars = join(html('<b class="{}" style="--p:{}%"></b>', kind, f"{100 * n / most:.1f}") for kind, n in parts if n)
    return html(
        '<li{}><span class="mois">{}</span><span class="piece"{}>{}</span><strong>{}</strong><small>{}</small></li>',
        attribute("class", "aucune" if not month.n else "hors" if not month.within else None),
        wording.month(month.first, year=named),
        HIDDEN,
        bars,
        wording.number(month.n),
        _brought(month),
    )


def _brought(month: Month) -> str:
    if not month.n:
        return ""
    return f"{'au moins ' if 0 < month.n_known < month.n else ''}{euros(month.euros)}"


def departure(caption: str, losses: Sequence[Row]) -> Markup:
    """Before and after a departure: of the actions touched, those that cover their cost (``simulation_bilan``)."""
    most = max((row["n_touchees"] for row in losses), default=0) or 1
    key = html(
        '<li class="legende"{}><span><b class="couvert"></b> couvrent leur coût</span>'
        '<span><b class="court"></b> ne le couvrent pas</span></li>',
        HIDDEN,
    )
    return _figure("depart", caption, html("{}{}", key, join(_before_after(row, most) for row in losses)))


def _before_after(row: Row, most: int) -> Markup:
    before, after, touched = row["n_couvertes"], row["n_couvertes"] - row["n_bascules"], row["n_touchees"]
    bars = join(
        html(
            '<span class="cote"><em>{}</em><span class="piece"><b class="couvert" style="--p:{}%"></b>'
            '<b class="court" style="--p:{}%"></b></span></span>',
            side,
            f"{100 * covered / most:.1f}",
            f"{100 * (touched - covered) / most:.1f}",
        )
        for side, covered in (("Avant", before), ("Après", after))
    )
    count = f"sur {wording.plural(touched, 'action touchée', 'actions touchées')}"
    if tipped := row["n_bascules"]:
        passing = wording.plural(tipped, "bascule : il lui", "basculent : il leur")
        count = f"{count} ; {passing} manquerait {euros(row['manque_eur'])}"
    return _item(
        row["bassin"] or "Ensemble",
        f"{wording.number(before)} → {wording.number(after)}",
        count,
        bars,
        said=f"Couvrent leur coût : {wording.number(before)} avant, {wording.number(after)} après,",
    )


def per_head(caption: str, rows: Sequence[Row]) -> Markup:
    """Euros per inhabitant of one exercice: what is known, and what it would be were all amounts known.

    ``rows``: answer to ``finances_par_territoire``, one a territory.
    """
    most = max((row["euros_hab_haut"] or 0 for row in rows), default=0)
    most = most if most > 0 else 1
    return _figure("habitant", caption, join(_per_head(row, most) for row in rows))


def _per_head(row: Row, most: float) -> Markup:
    low, high = row["euros_hab"], row["euros_hab_haut"]
    if low is None:
        return _item(row["nom"], wording.UNKNOWN, words.per_head(row), EMPTY)
    # More may be given back than is granted: what is below zero is written, and drawn at zero.
    start, end = (_WIDE * max(value, 0) / most for value in (low, high))
    place = f"--a:{start:.1f}%;--w:{end - start:.1f}%"
    drawing = html('<i style="{}"></i><b style="{}"></b>', place, place)
    return _item(row["nom"], words.cents(low), words.per_head(row), drawing)


def flows(found: Flows) -> Markup:
    """The flows as bars, level by level: what a narrow screen shows in place of the diagram."""
    levels = dict.fromkeys(level for level, _ in found.nodes)
    return html('<div class="flux-etroit">{}</div>', join(_level(found, level) for level in levels))


def _level(found: Flows, level: str) -> Markup:
    most = max((value for _, value in found.of(level)), default=0) or 1
    items = [
        _item(name, euros(value), wording.percent(value / found.total), _bar(value, most))
        for name, value in found.of(level)
    ]
    return _figure("niveau", LEVELS[level], join(items))


def _bar(value: float, most: float) -> Markup:
    return html('<b style="--a:0%;--w:{}%"></b>', f"{_WIDE * value / most:.1f}")


def _figure(kind: LiteralString, caption: str, items: Markup) -> Markup:
    return html(
        '<figure class="argent {}"><figcaption>{}</figcaption><ul>{}</ul></figure>',
        kind,
        wording.sentence(caption),
        items,
    )


def _item(name: str, figure: str, detail: str, drawn: Markup, *, own: bool = False, said: str = "") -> Markup:
    """A line: its name, what is drawn of it, its figure and what goes with it; ``said`` is for who hears it alone."""
    heard = html('<span class="entendu">{}</span>', said) if said else EMPTY
    return html(
        '<li{}><span class="nom">{}</span><span class="piece"{}>{}</span>'
        '<span class="dit">{}<strong{}>{}</strong> <small>{}</small></span></li>',
        attribute("class", "choisi" if own else None),
        name,
        HIDDEN,
        drawn,
        heard,
        HIDDEN if said else EMPTY,
        figure,
        detail,
    )
