"""The charts of one indicator: the series of the chosen territory, then the bassins on the same scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.frame import cached, charts, palette, show, taking, wording
from dashboard.frame.markup import html, write
from dashboard.frame.row import Row
from dashboard.indicators import board, series, written
from dashboard.indicators import words as indicator_words
from dashboard.indicators.board import Line, Territory
from dashboard.indicators.board_view import Place
from dashboard.indicators.series import Frame, Level, Look, Series
from queries import articles

# The département's line: one blue, deep on paper and bright on the dark theme.
_LINE = {"light": palette.OKABE_ITO[0], "dark": palette.OKABE_ITO[5]}


@dataclass(frozen=True)
class Curves:
    """The series of the territories that have a value, on one scale; ``chosen`` is that of the territory of the page,
    None where it has no value; ``reading`` says how they are read."""

    drawn: Sequence[Series]
    shared: Frame
    chosen: Series | None
    reading: str


def curves(where: Place, line: Line) -> Curves | None:
    """What the charts of an indicator draw; None without any value."""
    every = [_series(where, line, rank, territory) for rank, territory in enumerate(where.territories)]
    drawn = [curve for curve in every if curve.points]
    if not drawn:
        return None
    theme = show.theme()
    shared = series.frame(drawn, line.indicator["unite"], line.decimals, palette.INK[theme], palette.MUTED[theme])
    chosen = next((curve for curve in drawn if curve.name == where.chosen.name), None)
    return Curves(drawn, shared, chosen, _reading(line, drawn, chosen, shared))


def evolution(where: Place, line: Line, held: Curves) -> None:
    """The series of the chosen territory, then how it is read."""
    show.section("Évolution")
    chosen = held.chosen
    if chosen is None:
        show.empty(
            f"Aucune valeur pour {articles.the(where.chosen.name, where.chosen.level)}.",
            "Choisissez un autre territoire dans le volet Périmètre.",
        )
    else:
        sentence = told(line, chosen)
        drawing = series.history(chosen, held.shared)
        title = _title(line, chosen)
        pictures = [charts.draw(drawing, "serie", sentence, title, reading=held.reading)] if chosen.drawable else []
        show.paragraph(f"{sentence} {held.reading}")
        taking.images(pictures, "image_serie", where.scope)
        written.under(chosen.remarks)


def alone(where: Place, line: Line) -> None:
    """The series of the chosen territory and its sentence, without what surrounds them on the page of the indicator."""
    rank = where.territories.index(where.chosen)
    curve, theme = _series(where, line, rank, where.chosen), show.theme()
    if not curve.points:
        return
    shared = series.frame([curve], line.indicator["unite"], line.decimals, palette.INK[theme], palette.MUTED[theme])
    sentence = told(line, curve)
    if curve.drawable:
        reading = _reading(line, [curve], curve, shared)
        charts.draw(series.history(curve, shared), "serie", sentence, _title(line, curve), reading=reading)
    show.paragraph(sentence)
    written.under(curve.remarks)


def _series(where: Place, line: Line, rank: int, territory: Territory) -> Series:
    theme = show.theme()
    colours = cached.bassin_colours(where.scope)
    progress = line.progress.get(territory.key)
    unit, places = line.indicator["unite"], line.decimals
    whole = where.territories[0]
    return Series(
        territory.name,
        board.points(line, territory),
        Look(_LINE[theme] if rank == 0 else colours.get(territory.name, _LINE[theme]), rank),
        baseline=baseline_of(progress, unit, places),
        target=target_of(progress, unit, places),
        behind=board.points(line, whole) if rank else (),
        remarks=written.remarks(where, line, territory),
    )


def baseline_of(progress: Row | None, unit: str, places: int) -> Level | None:
    """The level of the baseline; None where there is none."""
    if not progress or progress["valeur_reference"] is None:
        return None
    first, last = progress["reference_debut"], progress["reference_fin"]
    said = indicator_words.short(progress["valeur_reference"], unit, places)
    words = f"référence {indicator_words.span(first, last)} : {said}"
    return Level(progress["valeur_reference"], first, last, words, html("référence<br>{}", said))


def target_of(progress: Row | None, unit: str, places: int) -> Level | None:
    """The level of the target; None where there is none."""
    if not progress or progress["valeur_cible"] is None or progress["annee_cible"] is None:
        return None
    year, places = progress["annee_cible"], indicator_words.decimals_set(unit, places, progress["valeur_cible"])
    said = indicator_words.short(progress["valeur_cible"], unit, places)
    return Level(progress["valeur_cible"], year, year, f"cible {year} : {said}", html("cible<br>{}", said))


def _reading(line: Line, drawn: Sequence[Series], chosen: Series | None, shared: Frame) -> str:
    """How to read the charts, of what they hold."""
    points = [point for curve in drawn for point in curve.points]
    signs = [
        "la bande est l'intervalle à 95 %" if any(point.low is not None for point in points) else "",
        "le trait épais est la référence" if any(curve.baseline for curve in drawn) else "",
        "l'étoile est la cible" if any(curve.target for curve in drawn) else "",
        "une bande grise est une annotation du comité" if any(curve.remarks for curve in drawn) else "",
        "le pointillé gris est le département" if chosen and chosen.behind else "",
        "l'échelle ne commence pas à zéro" if shared.values[0] > 0 else "",
        "un point creux est provisoire" if any(point.provisional for point in points) else "",
        "une marque tient la place d'une valeur absente" if any(point.mark for point in points) else "",
    ]
    told = wording.join([sign for sign in signs if sign])
    return f"Unité : {line.indicator['unite']}{f' ; {told}' if told else ''}."


def told(line: Line, drawn: Series) -> str:
    """The sentence of a chart: first and last values, baseline, target."""
    unit, places = line.indicator["unite"], line.decimals
    known = [point for point in drawn.points if point.value is not None]
    if not known:
        return f"{drawn.name} : aucune année n'a de valeur que l'on puisse montrer."
    first, last = known[0], known[-1]
    if first is last:
        parts = [f"{drawn.name} : {last.shown} en {last.year}, seule année connue"]
    else:
        start = indicator_words.short(first.value, unit, places)
        parts = [f"{drawn.name} : {start} en {first.year}, {last.shown} en {last.year}"]
    parts += [level.words for level in (drawn.baseline, drawn.target) if level]
    return f"{' ; '.join(parts)}."


def multiples(where: Place, line: Line, held: Curves) -> None:
    """The series of the bassins, on the same scale; nothing where none has a value."""
    others = [curve for curve in held.drawn if curve.look.rank > 0]
    if not others:
        return
    whole = where.territories[0].name
    show.section("Bassin par bassin", f"Même échelle pour tous ; en pointillé gris, {whole}. L'ordre ne classe rien.")
    by_name = {territory.name: territory for territory in where.territories}
    pictures = []
    for start in range(0, len(others), 3):
        for column, curve in zip(st.columns(3), others[start : start + 3], strict=False):
            with column:
                verdict = line.verdict(by_name[curve.name].key)
                sentence = told(line, curve)
                _bassin(curve, verdict)
                drawing = series.history(curve, held.shared, 210, labels=False)
                if curve.drawable:
                    name = f"serie_{curve.look.rank}_{start}"
                    pictures.append(charts.draw(drawing, name, sentence, _title(line, curve), reading=held.reading))
    taking.images(pictures, "image_series", where.scope)


def _title(line: Line, curve: Series) -> str:
    return f"{line.indicator['titre']} : {curve.name}"


def _bassin(curve: Series, verdict: str) -> None:
    """The head of a small chart: the bassin, its colour, its verdict."""
    write(
        html(
            '<h3 class="bassin">{}{}</h3><p>{} {}</p>',
            show.swatch(curve.look.colour),
            curve.name,
            board.badge(verdict, ""),
            wording.sentence(verdict),
        )
    )
