"""The parts of the page of bassins on small territories: the funnel plot, and the raw map beside the smoothed one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.bassins import funnel, smoothed
from dashboard.bassins.funnel import Inks, Shown
from dashboard.bassins.view import Compared
from dashboard.frame import cached, charts, filters, palette, show, taking, wording
from dashboard.frame.markup import Markup, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.show import Column
from dashboard.maps import drawing as maps
from dashboard.maps import shapes, view
from dashboard.maps.drawing import Ground
from geo.outlines import NoOutlineError
from queries.statistics import funnel as limits

# Level → what its territories are called; all of them feminine.
_SMALL = {"epci": ("intercommunalité", "intercommunalités"), "commune": ("commune", "communes")}
_PAGE_ROWS = 15


def funnels(compared: Compared, answer: DeltaGenerator) -> None:
    """The controls, the sentence that answers (in its place above them), the plot and its table."""
    first, second, third = st.columns(3)
    with second:
        level = filters.one("petits", "Territoires", {key: wording.sentence(names[1]) for key, names in _SMALL.items()})
    with first:
        indicator = _indicator(compared, level)
    with third:
        chosen = filters.choice("avant", "Bassin mis en avant", compared.names, "Aucun") or compared.chosen
    if indicator is None:
        show.empty("Aucun indicateur par habitant n'est calculé à ce niveau.", "Choisissez d'autres territoires.")
        return
    rows = _rows(compared, level, indicator["id"])
    known = [row for row in rows if row["numerateur"] is not None and row["population"] and row["valeur"] is not None]
    if len(known) < 2:
        show.empty(
            f"Moins de deux {_SMALL[level][1]} ont un taux connu en {compared.year}.",
            "Choisissez une autre année ou un autre niveau.",
        )
        return
    shown = cached.kept(
        compared.scope, "entonnoir", (level, compared.year, indicator["id"]), lambda: _shown(known, level, indicator)
    )
    with answer:
        show.answer(funnel.answer(shown), funnel.chance(shown))
    title = f"{indicator['titre']} par {shown.singular} : l'entonnoir"
    picture = _plot(compared, shown, chosen, title)
    show.paragraph(f"{funnel.reading(shown)}{_left_out(rows, known, level)}")
    _table(compared, level, shown, indicator)
    _exports(compared, level, indicator, [picture])


def _indicator(compared: Compared, level: str) -> Row | None:
    """The rate that the reader chooses among those of the level, first those that chance can be told of."""
    rates = {
        row["id"]: row
        for row in cached.rows(compared.scope, "indicateurs")
        if row["calcul"] == "taux" and level in row["niveaux"] and not row["erreur"]
    }
    if not rates:
        return None
    # Those with an interval first: limits of chance apply to them.
    ordered = sorted(rates, key=lambda key: (rates[key]["intervalle"] == "aucun", rates[key]["rang"]))
    return rates[filters.one("taux", "Indicateur par habitant", {key: rates[key]["titre"] for key in ordered})]


def _rows(compared: Compared, level: str, indicator: str) -> Sequence[Row]:
    return cached.rows(
        compared.scope,
        "entonnoir",
        departement=compared.scope.departement,
        niveau=level,
        annee=compared.year,
        indicateur=indicator,
    )


def _shown(known: Sequence[Row], level: str, indicator: Row) -> Shown:
    fitted = limits.funnel([row["numerateur"] for row in known], [row["population"] for row in known])
    tested = fitted if indicator["intervalle"] == "poisson" else None
    singular, plural = _SMALL[level]
    return Shown(known, tested, fitted.rate, indicator["facteur"], indicator["unite"], singular, plural)


def _plot(compared: Compared, shown: Shown, chosen: str | None, title: str) -> Picture:
    theme = show.theme()
    inks = Inks(palette.INK[theme], palette.MUTED[theme], palette.PAPER[theme])
    figure = funnel.figure(shown, compared.looks, compared.names, chosen, inks)
    return charts.draw(figure, "entonnoir", funnel.answer(shown), title, f"{compared.where}, {compared.year}")


def _left_out(rows: Sequence[Row], known: Sequence[Row], level: str) -> str:
    """How many territories have no point, and why."""
    absent = len(rows) - len(known)
    if not absent:
        return ""
    count = wording.plural(absent, *_SMALL[level])
    return f" Sans point : {count}, dont le taux est inconnu, secret ou trop peu renseigné."


def _table(compared: Compared, level: str, shown: Shown, indicator: Row) -> None:
    lines = funnel.lines(shown)
    columns = [
        Column("nom", wording.sentence(shown.singular), href="page"),
        Column(
            "bassin",
            "Bassin de vie",
            colours={compared.names[code]: look.colour for code, look in compared.looks.items()},
        ),
        Column("population", "Habitants", "number"),
        Column("numerateur", "Nombre", "number"),
        Column("taux", "Taux", "figure"),
        *([Column("place", "Par rapport aux limites")] if shown.funnel else []),
    ]
    show.table(
        _linked(compared, level, _paged(lines)),
        columns,
        f"{wording.sentence(indicator['unite'])}, {compared.where}, {compared.year}, par ordre alphabétique",
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


def _linked(compared: Compared, level: str, lines: Sequence[Row]) -> list[Row]:
    """Each territory with the address of its own page."""
    return [{**row, "page": compared.scope.territory_href(level, row["code"])} for row in lines]


# ── Maps ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def two_maps(compared: Compared, answer: DeltaGenerator) -> None:
    """The rates of communes, raw and smoothed, on the same classes; the table of both."""
    rates = [row for row in cached.rows(compared.scope, "indicateurs") if _mapped(row)]
    if not rates:
        show.empty("Aucun taux n'est lissé à la commune.", "Le catalogue n'en tient pas.")
        return
    indicator = rates[0]
    rows = _rows(compared, "commune", indicator["id"])
    if not any(row["lisse"] is not None for row in rows):
        show.empty(f"Aucune commune n'a de taux lissé en {compared.year}.", "Choisissez une autre année.")
        return
    with answer:
        show.answer(f"{wording.sentence(indicator['unite'])} : {smoothed.answer(rows, compared.year)}")
    asked = filters.asked("commune")
    told = next((row for row in rows if row["territoire"] == asked), None)
    if told:
        show.paragraph(smoothed.told(told, indicator["unite"]))
    key = (compared.year, indicator["id"], asked if told else None)
    drawing = cached.kept(
        compared.scope, "carte_lissee", key, lambda: _drawing(compared, indicator, rows, asked if told else None)
    )
    pictures = _drawn(drawing, indicator["titre"], f"{compared.where}, {compared.year}")
    show.paragraph(smoothed.READING)
    columns = [
        Column("nom", "Commune", href="page"),
        Column(
            "bassin",
            "Bassin de vie",
            colours={compared.names[code]: look.colour for code, look in compared.looks.items()},
        ),
        Column("population", "Habitants", "number"),
        Column("brut", "Taux brut", "figure"),
        Column("lisse", "Taux lissé", "figure"),
    ]
    caption = f"{wording.sentence(indicator['unite'])}, {compared.where}, {compared.year}, par ordre alphabétique"
    show.table(_linked(compared, "commune", _paged(drawing.lines)), columns, caption)
    _exports(compared, "commune", indicator, pictures)


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
    legend: Markup
    lines: list[dict[str, Any]]


def _drawing(compared: Compared, indicator: Row, rows: Sequence[Row], chosen: str | None) -> _Drawing:
    raw, smooth = (smoothed.layer(rows, kind, indicator["unite"]) for kind in smoothed.KINDS)
    classes = smoothed.shared_classes((raw, smooth), smoothed.common_rate(rows, indicator["facteur"]))
    legend = smoothed.legend(
        classes, raw, smooth, f"{wording.sentence(indicator['unite'])}, par commune, {compared.year}"
    )
    lines = smoothed.lines(rows, raw, smooth)
    try:
        outlines = cached.outline_url(compared.scope, "communes", compared.scope.departement)
        borders = (
            cached.outline_url(compared.scope, "bassins", compared.scope.departement) if compared.bassins else None
        )
    except NoOutlineError as error:
        return _Drawing({}, str(error), legend, lines)
    colours = {compared.names[code]: look.colour for code, look in compared.looks.items()}
    values = {}
    for kind, layer in zip(smoothed.KINDS, (raw, smooth), strict=True):
        ground = Ground(outlines, borders, smoothed.names(layer, colours), chosen)
        said = smoothed.words(kind, indicator["titre"], indicator["unite"], compared.where, compared.year)
        values[kind] = maps.choropleth(layer, classes, ground, said)
    return _Drawing(values, "", legend, lines)


def _drawn(drawing: _Drawing, title: str, where: str) -> list[Picture]:
    if drawing.without:
        show.empty(f"Pas de carte : {drawing.without}.", "Le tableau donne les mêmes chiffres.")
        return []
    pictures = []
    for column, (kind, values) in zip(st.columns(2), drawing.values.items(), strict=True):
        picture = Picture(
            f"carte_{kind}", f"{title}, {smoothed.KINDS[kind].lower()}", legend=drawing.legend, where=where
        )
        pictures.append(picture)
        with column:
            show.subtitle(smoothed.KINDS[kind])
            view.draw(values, "commune", picture)
    write(drawing.legend)
    return pictures


def _exports(compared: Compared, level: str, indicator: Row, pictures: Sequence[Picture]) -> None:
    asked = {"niveau": level, "annee": compared.year, "indicateur": indicator["id"]}
    rows = partial(cached.fresh, compared.scope, "entonnoir", departement=compared.scope.departement, **asked)
    mapped = taking.Mapped("territoire", lambda: shapes.of(compared.scope, level))
    taking.exports(rows, f"taux_{level}", "entonnoir", compared.scope, mapped=mapped, pictures=pictures)
