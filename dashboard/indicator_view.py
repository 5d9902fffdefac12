"""What the page of one indicator shows: answer, figures, series, bassins on one scale, every value, method."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import board, cached, charts, filters, indicator_words, method, palette, series, show, wording
from dashboard.board import Line, Territory
from dashboard.board_view import Place
from dashboard.series import Frame, Level, Look, Series
from dashboard.show import Column, Figure, escape

Row = Mapping[str, Any]
# The département's line: one blue, deep on paper and bright on the dark theme.
_LINE = {"light": palette.OKABE_ITO[0], "dark": palette.OKABE_ITO[5]}


def opening(where: Place, line: Line) -> None:
    """The title, the question, and the sentence that answers it."""
    indicator = line.indicator
    back = escape(where.scope.href(board.PAGE))
    st.html(f'<p class="fil"><a href="{back}" data-interne>← Tous les indicateurs</a></p>')
    show.title(indicator["titre"], indicator["question"], where.where)
    progress = line.progress.get(where.chosen.key)
    phrases = [row["phrase"] for row in (progress, line.aptitude) if row and row["phrase"]]
    if not phrases:
        phrases = [f"{line.able.capitalize()} : cet indicateur n'a pas de valeur ici."]
    show.answer(phrases[0], phrases[1] if len(phrases) > 1 else "")


def figures(where: Place, line: Line) -> None:
    """Last value, baseline, target and smallest change that could be seen, each with what must travel with it."""
    progress = line.progress.get(where.chosen.key)
    cards = [_last(line, where.chosen)]
    if progress and progress["verdict"] != "sans objet":
        cards += [_reference(line, progress), _target(line, progress), _smallest(line, progress)]
    with st.container(key="quatre"):
        show.figures(cards)


def _last(line: Line, at: Territory) -> Figure:
    row = line.current(at.key)
    label = f"Dernière valeur, {at.name}"
    if row is None:
        return Figure(label, wording.UNKNOWN, n="Aucune valeur : rien de ce qu'il faut n'est renseigné")
    n = f"n = {wording.number(row['n'])}" if row["n"] is not None else ""
    about = {"n": n, "coverage": indicator_words.coverage(row), "period": str(row["annee"])}
    if indicator_words.hidden(row):
        said = line.mark(row)
        return Figure(label, said, note=_sentence(row["raison"] or indicator_words.MARKS.get(said, "")), **about)
    between = indicator_words.interval(row["bas"], row["haut"], line.decimals)
    facts = [f"Intervalle à 95 % : {between}" if between else "Sans intervalle", row["raison"] or ""]
    return Figure(
        label,
        indicator_words.bare(row["valeur"], line.decimals),
        line.indicator["unite"],
        note=". ".join(fact for fact in facts if fact),
        **about,
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _reference(line: Line, progress: Row) -> Figure:
    if progress["valeur_reference"] is None:
        return Figure("Référence", wording.UNKNOWN, note="Aucune année de départ n'a de valeur")
    kind = "Provisoire : une seule année" if progress["provisoire"] else "Moyenne de ces années, fixée d'avance"
    return Figure(
        "Référence",
        indicator_words.bare(progress["valeur_reference"], line.decimals),
        line.indicator["unite"],
        note=kind,
        period=_span(progress["reference_debut"], progress["reference_fin"]),
    )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} à {last}"


def _target(line: Line, progress: Row) -> Figure:
    if progress["valeur_cible"] is None:
        return Figure("Cible", wording.UNKNOWN, note="Aucune cible n'est fixée pour ce territoire")
    fixed = f", fixée le {_day(progress['fixee_le'])}" if progress["fixee_le"] else ""
    return Figure(
        "Cible",
        indicator_words.bare(progress["valeur_cible"], line.decimals),
        line.indicator["unite"],
        period=f"Pour {progress['annee_cible']}{fixed}",
    )


def _day(text: str) -> str:
    moment = wording.timestamp(text)
    return wording.day(moment.date() if moment else None)


def _smallest(line: Line, progress: Row) -> Figure:
    years = wording.plural(progress["n_annees"] or 0, "année")
    smallest = progress["plus_petit_changement"]
    note = "En dessous, un changement ne se distingue pas du hasard"
    if smallest is None:
        note = "Il ne peut pas être calculé : trop peu d'années, ou pas d'intervalle"
    return Figure(
        "Plus petit changement détectable",
        indicator_words.bare(smallest, line.decimals),
        "" if smallest is None else "points" if line.indicator["unite"] == "%" else line.indicator["unite"],
        note=note,
        period=f"{years} avec une valeur",
    )


def drawings(where: Place, line: Line) -> None:
    """The series of the chosen territory, then those of the bassins on the same scale."""
    drawn = [_series(where, line, rank, one) for rank, one in enumerate(where.territories)]
    drawn = [one for one in drawn if one.points]
    theme = "dark" if st.context.theme.type == "dark" else "light"
    shared = series.frame(drawn, line.indicator["unite"], line.decimals, palette.INK[theme], palette.MUTED[theme])
    chosen = next((one for one in drawn if one.name == where.chosen.name), None)
    show.section("Évolution", _reading(line, drawn))
    if chosen is None:
        show.empty(
            f"Aucune valeur pour {where.chosen.name}.", "Choisissez un autre territoire dans le volet Périmètre."
        )
    else:
        sentence = told(line, chosen)
        show.paragraph(sentence)
        _draw(series.history(chosen, shared), "serie", sentence)
    others = [one for one in drawn if one.look.rank > 0]
    if others:
        _multiples(where, line, others, shared)


def _series(where: Place, line: Line, rank: int, one: Territory) -> Series:
    theme = "dark" if st.context.theme.type == "dark" else "light"
    colours = cached.bassin_colours(where.scope)
    progress = line.progress.get(one.key)
    unit, places = line.indicator["unite"], line.decimals
    whole = where.territories[0]
    return Series(
        one.name,
        board.points(line, one),
        Look(_LINE[theme] if rank == 0 else colours.get(one.name, _LINE[theme]), rank),
        baseline=_baseline_of(progress, unit, places),
        target=_target_of(progress, unit, places),
        behind=board.points(line, whole) if rank else (),
    )


def _baseline_of(progress: Row | None, unit: str, places: int) -> Level | None:
    if not progress or progress["valeur_reference"] is None:
        return None
    first, last = progress["reference_debut"], progress["reference_fin"]
    said = indicator_words.short(progress["valeur_reference"], unit, places)
    words = f"référence {_span(first, last)} : {said}"
    return Level(progress["valeur_reference"], first, last, words, f"référence<br>{said}")


def _target_of(progress: Row | None, unit: str, places: int) -> Level | None:
    if not progress or progress["valeur_cible"] is None or progress["annee_cible"] is None:
        return None
    year = progress["annee_cible"]
    said = indicator_words.short(progress["valeur_cible"], unit, places)
    return Level(progress["valeur_cible"], year, year, f"cible {year} : {said}", f"cible<br>{said}")


def _reading(line: Line, drawn: Sequence[Series]) -> str:
    """How to read the charts, of what they hold."""
    points = [point for one in drawn for point in one.points]
    signs = [
        "la bande est l'intervalle à 95 %" if any(point.low is not None for point in points) else "",
        "le trait épais est la référence" if any(one.baseline for one in drawn) else "",
        "l'étoile est la cible" if any(one.target for one in drawn) else "",
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


def _multiples(where: Place, line: Line, others: Sequence[Series], shared: Frame) -> None:
    whole = where.territories[0].name
    show.section("Bassin par bassin", f"Même échelle pour tous ; en pointillé gris, {whole}. L'ordre ne classe rien.")
    by_name = {one.name: one for one in where.territories}
    for start in range(0, len(others), 3):
        for column, one in zip(st.columns(3), others[start : start + 3], strict=False):
            with column:
                verdict = line.verdict(by_name[one.name].key)
                sentence = told(line, one)
                swatch = f'<span class="couleur" style="background:{one.look.colour}" aria-hidden="true"></span>'
                told_by = f"<p>{board.badge(verdict, '')} {escape(verdict)}</p>"
                st.html(f'<h3 class="bassin">{swatch}{escape(one.name)}</h3>{told_by}')
                _draw(series.history(one, shared, 210, labels=False), f"serie_{one.look.rank}_{start}", sentence)


def _draw(figure: Any, key: str, alt: str) -> None:
    st.plotly_chart(figure, key=f"graphique_{key}", config=charts.CONFIG, theme=None, alt=alt)


def values(where: Place, line: Line) -> None:
    """Every value: a line a year, a column a territory, with interval, n, coverage and marks."""
    years = sorted({row["annee"] for rows in line.values.values() for row in rows}, reverse=True)
    if not years:
        return
    show.section("Toutes les valeurs")
    places = [place for place in where.territories if place.key in line.values]
    held = {(place.key, row["annee"]): row for place in places for row in line.values[place.key]}
    head = "".join(f'<th scope="col">{escape(place.name)}</th>' for place in places)
    body = "".join(
        f'<tr><th scope="row">{year}</th>'
        f"{''.join(f'<td>{_entry(line, held.get((place.key, year)))}</td>' for place in places)}</tr>"
        for year in years
    )
    caption = f"{line.indicator['titre']} ({line.indicator['unite']}) : valeur, intervalle à 95 %, n, part renseignée"
    st.html(
        f'<div class="tableau annees" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(wording.typographic(caption))}</caption>"
        f'<thead><tr><th scope="col">Année</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
    present = {indicator_words.status(row) for row in held.values()}
    meanings = [f"{mark} : {meaning}" for mark, meaning in method.marks() if mark in present]
    if meanings:
        show.paragraph(f"{' ; '.join(meanings)}.")


def _entry(line: Line, row: Row | None) -> str:
    if row is None:
        return wording.UNKNOWN
    facts = [f"n = {wording.number(row['n'])}" if row["n"] is not None else "", indicator_words.covered(row)]
    if indicator_words.hidden(row):
        return f"<b>{escape(line.mark(row))}</b>{_small(row['raison'] or '')}"
    said = indicator_words.short(row["valeur"], line.indicator["unite"], line.decimals)
    provisional = "<sup>p</sup>" if row["statut"] == "p" else ""
    between = indicator_words.interval(row["bas"], row["haut"], line.decimals)
    return f"<b>{escape(said)}</b>{provisional}{_small(between)}{_small(' · '.join(fact for fact in facts if fact))}"


def _small(words: str) -> str:
    return f"<small>{escape(wording.typographic(words))}</small>" if words else ""


def elsewhere(where: Place, line: Line) -> None:
    """The last value at one of its other levels, on demand, in alphabetical order: nothing is ranked."""
    levels = {level: name for level, name in LEVELS.items() if level in (line.indicator["niveaux"] or [])}
    if not levels:
        return
    show.section("À d'autres niveaux", "Dernière année connue de chacun, par ordre alphabétique.")
    level = filters.choice("niveau", "Niveau", levels, "Choisir…")
    if level is None:
        return
    rows = cached.rows(
        where.scope, "indicateur_par_lieu", indicateur=line.id, departement=where.scope.departement, niveau=level
    )
    if not rows:
        show.empty(f"Aucune valeur à ce niveau : {levels[level].lower()}.", "Il manque un champ ; voir la méthode.")
        return
    caption = f"{line.indicator['titre']} ({line.indicator['unite']}), {levels[level].lower()}"
    show.table([_located(line, row) for row in rows], _columns(rows), caption, limit=400)


LEVELS = {
    "epci": "Intercommunalités",
    "commune": "Communes",
    "structure": "Structures",
    "action": "Actions",
}


def _columns(held: Sequence[Row]) -> list[Column]:
    smoothed = [Column("lisse_dit", "Valeur lissée", "figure")] if any(row["lisse"] is not None for row in held) else []
    return [
        Column("nom", "Nom"),
        Column("annee", "Année"),
        Column("valeur_dite", "Valeur", "figure"),
        *smoothed,
        Column("intervalle", "Intervalle à 95 %", "figure"),
        Column("n", "n", "number"),
        Column("couverture", "Renseigné"),
    ]


def _located(line: Line, row: Row) -> Row:
    unit, places = line.indicator["unite"], line.decimals
    value = indicator_words.short(row["valeur"], unit, places)
    return {
        **row,
        "annee": str(row["annee"]),
        "valeur_dite": line.mark(row) if indicator_words.hidden(row) else value,
        "lisse_dit": indicator_words.short(row["lisse"], unit, places),
        "intervalle": indicator_words.interval(row["bas"], row["haut"], places) or "aucun",
        "couverture": indicator_words.coverage(row) or wording.UNKNOWN,
    }


def method_of(where: Place, line: Line, fields: Sequence[Row]) -> None:
    """How it is made: definition, fields and how far each is filled, rule, limits, SQL."""
    show.section("Méthode")
    st.html(definition([*method.sheet(line.indicator), *filled(line, fields)]))
    with st.expander("Le calcul exact (SQL)"):
        st.code(line.indicator["sql"], language="sql", wrap_lines=True)
    there = f"{where.scope.href('methode')}#{line.id}"
    show.links([(there, "Méthode de tous les indicateurs", "règles, progrès, secret, populations")])


def definition(entries: Sequence[tuple[str, str]]) -> str:
    """Terms and their words."""
    held = "".join(
        f"<dt>{escape(term)}</dt><dd>{escape(wording.typographic(indicator_words.spaced(words)))}</dd>"
        for term, words in entries
    )
    return f'<dl class="methode">{held}</dl>'


def filled(line: Line, fields: Sequence[Row]) -> list[tuple[str, str]]:
    """How far each field it needs is filled in this département."""
    known = {row["champ"]: row for row in fields}
    told = [
        f"{field} : {wording.share(known[field]['n_renseignes'], known[field]['n_total'])}"
        for field in line.indicator["champs"] or []
        if field in known
    ]
    return [("Renseigné ici", " ; ".join(told))] if told else []


def sources(where: Place, line: Line) -> list[str]:
    """The loads behind its values here."""
    return sorted({source for rows in line.values.values() for row in rows for source in row["sources"] or []})


def failed(line: Line) -> None:
    """Why there is no figure at all."""
    show.empty(
        "Cet indicateur ne peut pas être calculé.",
        f"{line.indicator['erreur']} Les autres indicateurs n'en dépendent pas ; prévenez l'administrateur.",
    )


def unknown(where: Place, held: Sequence[Line], asked: str) -> None:
    """No indicator has that identifier: what there is instead."""
    show.title("Indicateur introuvable")
    said = (
        f"Aucun indicateur n'a l'identifiant « {asked[:40]} »."
        if asked
        else "L'adresse ne dit pas quel indicateur montrer."
    )
    ways = [(where.scope.href(board.PAGE), "Tous les indicateurs", "la revue complète")]
    ways += [(where.scope.href(board.ONE, id=line.id), line.indicator["titre"], f"({line.id})") for line in held]
    show.empty(said, "Choisissez-en un :", ways)
