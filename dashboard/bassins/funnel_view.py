"""The parts of the page of bassins on small territories: the funnel plot, and the raw map beside the smoothed one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from dashboard.bassins import funnel, smoothed
from dashboard.bassins.funnel import Inks, Shown
from dashboard.bassins.view import Here
from dashboard.frame import cached, charts, filters, palette, show, wording
from dashboard.frame.show import Column
from dashboard.maps import drawing as maps
from dashboard.maps import view
from dashboard.maps.drawing import Ground
from geo.outlines import NoOutlineError
from queries.statistics import funnel as limits

Row = Mapping[str, Any]
# Level → what its territories are called; all of them feminine.
_SMALL = {"epci": ("intercommunalité", "intercommunalités"), "commune": ("commune", "communes")}
_PAGE_ROWS = 15


def funnels(at: Here) -> None:
    """The controls, the answer, the plot and its table."""
    show.section(
        "Entonnoir",
        "Plus un territoire est petit, plus son taux varie par hasard : on ne classe pas, on cherche ce qui en sort.",
    )
    first, second, third = st.columns(3)
    with second:
        level = filters.one("petits", "Territoires", {key: names[1].capitalize() for key, names in _SMALL.items()})
    with first:
        indicator = _indicator(at, level)
    with third:
        chosen = filters.choice("avant", "Bassin mis en avant", at.names, "Aucun") or at.chosen
    if indicator is None:
        show.empty("Aucun indicateur par habitant n'est calculé à ce niveau.", "Choisissez d'autres territoires.")
        return
    rows = _rows(at, level, indicator["id"])
    known = [row for row in rows if row["numerateur"] is not None and row["population"] and row["valeur"] is not None]
    if len(known) < 2:
        show.empty(
            f"Moins de deux {_SMALL[level][1]} ont un taux connu en {at.year}.",
            "Choisissez une autre année ou un autre niveau.",
        )
        return
    shown = cached.kept(
        at.scope, "entonnoir", (level, at.year, indicator["id"]), lambda: _shown(known, level, indicator)
    )
    st.html(f'<p class="lecture">{show.escape(wording.typographic(funnel.answer(shown)))}</p>')
    _plot(at, shown, chosen)
    show.paragraph(f"{funnel.reading(shown)}{_left_out(rows, known, level)}")
    _table(at, shown, indicator)
    _exports(at, level, indicator)


def _indicator(at: Here, level: str) -> Row | None:
    """The rate that the reader chooses among those of the level, first those that chance can be told of."""
    held = {
        row["id"]: row
        for row in cached.rows(at.scope, "indicateurs")
        if row["calcul"] == "taux" and level in row["niveaux"] and not row["erreur"]
    }
    if not held:
        return None
    # Those with an interval first: limits of chance apply to them.
    ordered = sorted(held, key=lambda key: (held[key]["intervalle"] == "aucun", held[key]["rang"]))
    return held[filters.one("taux", "Indicateur par habitant", {key: held[key]["titre"] for key in ordered})]


def _rows(at: Here, level: str, indicator: str) -> list[dict[str, Any]]:
    return cached.rows(
        at.scope, "entonnoir", departement=at.scope.departement, niveau=level, annee=at.year, indicateur=indicator
    )


def _shown(known: Sequence[Row], level: str, indicator: Row) -> Shown:
    found = limits.funnel([row["numerateur"] for row in known], [row["population"] for row in known])
    tested = found if indicator["intervalle"] == "poisson" else None
    singular, plural = _SMALL[level]
    return Shown(known, tested, found.rate, indicator["facteur"], indicator["unite"], singular, plural)


def _plot(at: Here, shown: Shown, chosen: str | None) -> None:
    theme = show.theme()
    inks = Inks(palette.INK[theme], palette.MUTED[theme], palette.PAPER[theme])
    figure = funnel.figure(shown, at.looks, at.names, chosen, inks)
    st.plotly_chart(figure, key="graphique_entonnoir", config=charts.CONFIG, theme=None, alt=funnel.answer(shown))


def _left_out(rows: Sequence[Row], known: Sequence[Row], level: str) -> str:
    """How many territories have no point, and why."""
    absent = len(rows) - len(known)
    if not absent:
        return ""
    count = wording.plural(absent, *_SMALL[level])
    return f" Sans point : {count}, dont le taux est inconnu, secret ou trop peu renseigné."


def _table(at: Here, shown: Shown, indicator: Row) -> None:
    lines = funnel.lines(shown)
    columns = [
        Column("nom", shown.singular.capitalize()),
        Column("bassin", "Bassin de vie", colours={at.names[code]: look.colour for code, look in at.looks.items()}),
        Column("population", "Habitants", "number"),
        Column("numerateur", "Nombre", "number"),
        Column("taux", "Taux", "figure"),
        *([Column("place", "Par rapport aux limites")] if shown.funnel else []),
    ]
    show.table(
        _paged(lines), columns, f"{indicator['unite'].capitalize()}, {at.where}, {at.year}, par ordre alphabétique"
    )


def _paged(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The page of a long table that the reader asks for."""
    if len(lines) <= _PAGE_ROWS:
        return lines
    starts = range(0, len(lines), _PAGE_ROWS)
    pages = {
        str(rank): f"{lines[start]['nom']} à {lines[min(start + _PAGE_ROWS, len(lines)) - 1]['nom']}"
        for rank, start in enumerate(starts, start=1)
    }
    with st.columns(3)[0]:
        start = (int(filters.one("lignes", "Lignes du tableau", pages)) - 1) * _PAGE_ROWS
    return lines[start : start + _PAGE_ROWS]


# ── Maps ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def two_maps(at: Here) -> None:
    """The rates of communes, raw and smoothed, on the same classes; the table of both."""
    show.section("Carte lissée, à côté de la carte brute", smoothed.READING)
    held = [row for row in cached.rows(at.scope, "indicateurs") if _mapped(row)]
    if not held:
        show.empty("Aucun taux n'est lissé à la commune.", "Le catalogue n'en tient pas.")
        return
    indicator = held[0]
    rows = _rows(at, "commune", indicator["id"])
    if not any(row["lisse"] is not None for row in rows):
        show.empty(f"Aucune commune n'a de taux lissé en {at.year}.", "Choisissez une autre année.")
        return
    st.html(f'<p class="lecture">{show.escape(wording.typographic(smoothed.answer(rows)))}</p>')
    asked = st.query_params.get("commune")
    told = next((row for row in rows if row["territoire"] == asked), None)
    if told:
        show.paragraph(smoothed.told(told, indicator["unite"]))
    key = (at.year, indicator["id"], asked if told else None)
    drawing = cached.kept(at.scope, "carte_lissee", key, lambda: _drawing(at, indicator, rows, asked if told else None))
    _drawn(drawing)
    columns = [
        Column("nom", "Commune"),
        Column("bassin", "Bassin de vie", colours={at.names[code]: look.colour for code, look in at.looks.items()}),
        Column("population", "Habitants", "number"),
        Column("brut", "Taux brut", "figure"),
        Column("lisse", "Taux lissé", "figure"),
    ]
    caption = f"{indicator['unite'].capitalize()}, {at.where}, {at.year}, par ordre alphabétique"
    show.table(_paged(drawing.lines), columns, caption)
    _exports(at, "commune", indicator)


def _mapped(indicator: Row) -> bool:
    """Smoothing takes counts as Poisson: only those whose interval does too."""
    return bool(
        indicator["intervalle"] == "poisson" and indicator["calcul"] == "taux" and "commune" in indicator["niveaux"]
    )


@dataclass(frozen=True)
class _Drawing:
    """What the browser draws of each kind (nothing, and why, where there is no outline), legend, lines of the table."""

    values: Mapping[str, dict[str, Any]]
    without: str
    legend: str
    lines: list[dict[str, Any]]


def _drawing(at: Here, indicator: Row, rows: Sequence[Row], chosen: str | None) -> _Drawing:
    raw, smooth = (smoothed.layer(rows, kind) for kind in smoothed.KINDS)
    classes = smoothed.shared_classes((raw, smooth), smoothed.common_rate(rows, indicator["facteur"]))
    legend = smoothed.legend(classes, raw, smooth, f"{indicator['unite'].capitalize()}, par commune, {at.year}")
    lines = smoothed.lines(rows, raw, smooth)
    try:
        outlines = cached.outline_url(at.scope, "communes", at.scope.departement)
        borders = cached.outline_url(at.scope, "bassins", at.scope.departement) if at.bassins else None
    except NoOutlineError as error:
        return _Drawing({}, str(error), legend, lines)
    colours = {at.names[code]: look.colour for code, look in at.looks.items()}
    values = {}
    for kind, layer in zip(smoothed.KINDS, (raw, smooth), strict=True):
        ground = Ground(outlines, borders, smoothed.names(layer, colours), chosen)
        said = smoothed.words(kind, indicator["titre"], indicator["unite"], at.where, at.year)
        values[kind] = maps.choropleth(layer, classes, ground, said)
    return _Drawing(values, "", legend, lines)


def _drawn(drawing: _Drawing) -> None:
    if drawing.without:
        show.empty(f"Pas de carte : {drawing.without}.", "Le tableau donne les mêmes chiffres.")
        return
    for column, (kind, values) in zip(st.columns(2), drawing.values.items(), strict=True):
        with column:
            st.html(f'<h3 class="nature">{smoothed.KINDS[kind]}</h3>')
            view.draw(values, "commune", f"carte_{kind}")
    st.html(drawing.legend)


def _exports(at: Here, level: str, indicator: Row) -> None:
    asked = {"niveau": level, "annee": at.year, "indicateur": indicator["id"]}
    rows = partial(cached.fresh, at.scope, "entonnoir", departement=at.scope.departement, **asked)
    show.exports(rows, f"taux_{level}", "entonnoir", at.scope, asked)
