"""What the page of one indicator shows: answer, figures, series, bassins on one scale, every value, method."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.frame import cached, filters, origin, reference, show, taking, wording
from dashboard.frame.markup import Markup, escape, html, join, write
from dashboard.frame.row import Row
from dashboard.frame.show import Column, Figure
from dashboard.indicators import board, method, written
from dashboard.indicators import words as indicator_words
from dashboard.indicators.board import Line, Territory
from dashboard.indicators.board_view import Place
from queries import articles
from queries.copy.indicators import entry
from queries.copy.progress.verdicts import NO_OBJECT


def opening(where: Place, line: Line) -> None:
    """The title, the question, and the sentence that answers it."""
    indicator = line.indicator
    show.back(where.scope.href(board.PAGE), "Tous les indicateurs")
    day = cached.reference_day(where.scope)
    show.title(indicator["titre"], indicator["question"], reference.place(where.where, day))
    first, *more = phrases(where, line)
    told = in_short(where.chosen, line) or untold(where.chosen, line)
    show.answer(told or first, _able_here(where, line) if told else " ".join(more))


def phrases(where: Place, line: Line) -> list[str]:
    """The whole sentence of the verdict, then what the data can measure of it; one sentence at least."""
    progress = line.progress.get(where.chosen.key)
    found = [str(phrase) for phrase in (progress and progress["phrase"], _able_here(where, line)) if phrase]
    return found or [f"{wording.sentence(line.able)} : cet indicateur n'a pas de valeur ici."]


def in_full(where: Place, line: Line) -> None:
    """The whole sentence of the verdict, where the page opens on a shorter one; then what campaigns brought."""
    progress = line.progress.get(where.chosen.key)
    if progress and progress["phrase"] and (in_short(where.chosen, line) or untold(where.chosen, line)):
        show.paragraph(str(progress["phrase"]))
    _owed(where, line)


def in_short(place: Territory, line: Line) -> str:
    """« Dans l'Allier, 30,8 % en 2025. De 26,4 (2016 à 2018) à 31,9 % (2023 à 2025) : pas de changement détectable. »

    The whole sentence of the verdict, with its intervals and counts, stands under it; "" without a value.
    """
    row, progress = line.current(place.key), line.progress.get(place.key)
    if row is None or indicator_words.hidden(row):
        return ""
    unit, places = line.indicator["unite"], line.decimals
    there = wording.sentence(articles.within(place.name, place.level))
    early = " (provisoire)" if indicator_words.provisional(row) else ""
    now = f"{there}, {indicator_words.written(row['valeur'], unit, places)} en {row['annee']}{early}."
    if progress is None or progress["verdict"] == NO_OBJECT:
        return now
    if progress["valeur_reference"] is None or progress["valeur_recente"] is None:
        return f"{now} {wording.sentence(progress['verdict'])}."
    before = indicator_words.bare(progress["valeur_reference"], places)
    recent = indicator_words.written(progress["valeur_recente"], unit, places)
    then = indicator_words.span(progress["reference_debut"], progress["reference_fin"])
    since = indicator_words.span(progress["recente_debut"], progress["recente_fin"])
    return f"{now} De {before} ({then}) à {recent} ({since}) : {progress['verdict']}."


def untold(place: Territory, line: Line) -> str:
    """« Dans l'Allier, pas de chiffre pour 2025 : 256 sur 404 renseignés, il en faut 70 %. »; "" without a reason."""
    row = line.current(place.key)
    if row is None or not indicator_words.hidden(row) or not row["raison"]:
        return ""
    there = wording.sentence(articles.within(place.name, place.level))
    return f"{there}, pas de chiffre pour {row['annee']} : {str(row['raison']).replace(' : ', ', ')}."


def _owed(where: Place, line: Line) -> None:
    """What of the coverage campaigns brought, in the département; nothing where they told nothing."""
    whole = where.territories[0]
    for owed in cached.rows(where.scope, "indicateurs_campagnes", indicateur=line.id, departement=whole.code):
        show.reading(indicator_words.by_campaigns(owed, wording.sentence(articles.within(whole.name, whole.level))))


def _able_here(where: Place, line: Line) -> str:
    """What the département's data can measure: said to be its own when a bassin is looked at."""
    if line.aptitude is None or not line.aptitude["phrase"]:
        return ""
    whole = where.territories[0]
    if where.chosen == whole:
        return str(line.aptitude["phrase"])
    there = articles.within(whole.name, whole.level)
    less = f"la précision {articles.of(where.chosen.name, where.chosen.level)} est moindre"
    return f"À l'échelle du département, {there} ({less}) : {line.aptitude['phrase']}"


def figures(where: Place, line: Line) -> None:
    """Last value, baseline, target and smallest change that could be seen, each with what must travel with it."""
    progress = line.progress.get(where.chosen.key)
    last = line.current(where.chosen.key)
    cards = [replace(_last(line, where.chosen), origin=followed(where, line, where.chosen, last) if last else "")]
    if progress and progress["verdict"] != NO_OBJECT:
        cards += [_reference(line, progress), _target(where, line, progress), _smallest(line, progress)]
    with st.container(key="quatre"):
        show.figures(cards)
    if indicator_words.rates_of_places(line.indicator):
        show.paragraph(indicator_words.WITHOUT_COMMUNE)


def followed(where: Place, line: Line, place: Territory, row: Row) -> str:
    """The address that follows one value to its rows."""
    return origin.indicator(where.scope, line.id, place.level, place.code, row["annee"])


def _last(line: Line, place: Territory) -> Figure:
    row = line.current(place.key)
    label = f"Dernière valeur, {place.name}"
    if row is None and place.level not in (line.indicator["niveaux"] or []):
        elsewhere = indicator_words.levels(line.indicator)
        return Figure(label, wording.POINTLESS, n=f"Cet indicateur se lit à un autre niveau : {elsewhere}")
    if row is None:
        return Figure(label, wording.UNKNOWN, n="Aucune valeur : rien de ce qu'il faut n'est renseigné")
    n = f"n = {wording.number(row['n'])}" if row["n"] is not None else ""
    about = {"n": n, "coverage": indicator_words.coverage(row), "period": str(row["annee"])}
    if indicator_words.hidden(row):
        said = line.mark(row)
        return Figure(label, said, note=wording.sentence(row["raison"] or indicator_words.MARKS.get(said, "")), **about)
    between = indicator_words.interval(row["bas"], row["haut"], line.decimals)
    facts = [
        f"Intervalle à 95 % : {between}" if between else "Sans intervalle",
        _certain(line, row),
        wording.sentence(row["raison"] or ""),
    ]
    return Figure(
        label,
        indicator_words.bare(row["valeur"], line.decimals),
        line.indicator["unite"],
        note=". ".join(fact for fact in facts if fact),
        **about,
    )


def _certain(line: Line, row: Row) -> str:
    """Between what the value stays whatever those who did not answer think (Cochran's bounds), or said by bounds."""
    between = indicator_words.certain(row, line.indicator["unite"], line.decimals)
    if not between:
        return ""
    if line.indicator["bornes"] == entry.STATED:
        least = "la valeur compte le nombre dit, à défaut le moindre"
        return f"{wording.sentence(between)}, des quantités étant dites par des bornes ; {least}"
    return f"{wording.sentence(between)}, selon que les non-répondants seraient tous insatisfaits ou tous satisfaits"


def _reference(line: Line, progress: Row) -> Figure:
    if progress["valeur_reference"] is None:
        return Figure("Référence", wording.UNKNOWN, note="Aucune année de départ n'a de valeur")
    kind = "Provisoire : une seule année" if progress["provisoire"] else "Ces années prises ensemble, fixées d'avance"
    if progress["par_debut"]:
        kind += " ; les actions comptent l'année où elles commencent"
    if progress["valeur_recente"] is not None:
        recent = indicator_words.short(progress["valeur_recente"], line.indicator["unite"], line.decimals)
        years = indicator_words.span(progress["recente_debut"], progress["recente_fin"])
        kind += f". Comparée à {recent} ({years})"
    return Figure(
        "Référence",
        indicator_words.bare(progress["valeur_reference"], line.decimals),
        line.indicator["unite"],
        note=kind,
        period=indicator_words.span(progress["reference_debut"], progress["reference_fin"]),
    )


def _target(where: Place, line: Line, progress: Row) -> Figure:
    if progress["valeur_cible"] is None:
        said = any(row["contredite"] for row in written.told(where, line))
        note = (
            "Des sources la fixent autrement : aucune ne compte" if said else "Aucune n'est retenue pour ce territoire"
        )
        return Figure("Cible", wording.UNKNOWN, note=note)
    fixed = f", fixée le {_day(progress['fixee_le'])}" if progress["fixee_le"] else ""
    places = indicator_words.decimals_set(line.indicator["unite"], line.decimals, progress["valeur_cible"])
    return Figure(
        "Cible",
        indicator_words.bare(progress["valeur_cible"], places),
        line.indicator["unite"],
        period=f"Pour {progress['annee_cible']}{fixed}",
    )


def _day(text: str) -> str:
    moment = wording.timestamp(text)
    return wording.day(moment.date() if moment else None)


def _smallest(line: Line, progress: Row) -> Figure:
    years = wording.plural(progress["n_annees"] or 0, "année")
    smallest = progress["plus_petit_changement"]
    note, plausible = "Celui que ces données feraient voir huit fois sur dix", progress["changement_plausible"]
    if smallest is None:
        note = f"Aucun : {progress['raison'] or 'ces données n’en feraient voir aucun'}"
    elif plausible is not None and smallest > plausible:
        note += f" ; on en espère {indicator_words.bare(plausible, line.decimals)} au plus"
    return Figure(
        "Plus petit changement détectable",
        indicator_words.bare(smallest, line.decimals),
        "" if smallest is None else "points" if line.indicator["unite"] == "%" else line.indicator["unite"],
        note=note,
        period=f"{years} avec une valeur",
    )


def values(where: Place, line: Line) -> None:
    """Every value: a line a year, a column a territory, with interval, n, coverage and marks."""
    years = sorted({row["annee"] for rows in line.values.values() for row in rows}, reverse=True)
    if not years:
        return
    show.section("Toutes les valeurs")
    places = [place for place in where.territories if place.key in line.values]
    by_cell = {(place.key, row["annee"]): row for place in places for row in line.values[place.key]}
    names = join(html('<th scope="col">{}</th>', place.name) for place in places)
    body = join(
        html(
            '<tr><th scope="row">{}</th>{}</tr>',
            year,
            join(html("<td>{}</td>", _entry(where, line, place, by_cell.get((place.key, year)))) for place in places),
        )
        for year in years
    )
    name = f"{line.indicator['titre']} ({line.indicator['unite']})"
    caption = f"{name} : valeur, intervalle à 95 %, n, part renseignée. {origin.IN_TABLES}"
    head = html('<th scope="col">Année</th>{}', names)
    show.framed(name, caption, head, html("<tbody>{}</tbody>", body), "annees")
    present = {indicator_words.status(row) for row in by_cell.values()}
    meanings = [f"{mark} : {meaning}" for mark, meaning in method.marks() if mark in present]
    if meanings:
        show.paragraph(" ".join(meanings))


def _entry(where: Place, line: Line, place: Territory, row: Row | None) -> Markup:
    if row is None:
        return escape(wording.UNKNOWN)
    facts = [f"n = {wording.number(row['n'])}" if row["n"] is not None else "", indicator_words.covered(row)]
    way = followed(where, line, place, row)
    if indicator_words.hidden(row):
        return html("<b>{}</b>{}", origin.on(way, line.mark(row)), board.small(row["raison"]))
    said = origin.on(way, indicator_words.short(row["valeur"], line.indicator["unite"], line.decimals))
    between = indicator_words.interval(row["bas"], row["haut"], line.decimals)
    sure = board.small(between, line.certain(row))
    return html("<b>{}</b>{}{}{}", said, board.provisional(row), sure, board.small(*facts))


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
    places = indicator_words.decimals(line.indicator["unite"], [row["valeur"] for row in rows])
    told = [
        {**_located(line, row, places),
         "origine": origin.indicator(where.scope, line.id, level, row["territoire"], row["annee"])}
        for row in rows
    ]  # fmt: skip
    if level == "action":
        told = [{**row, "lien": where.scope.href("fiche", action=row["territoire"])} for row in told]
    elif level in ("commune", "epci"):
        told = [{**row, "lien": where.scope.territory_href(level, row["territoire"])} for row in told]
    show.table(told, _columns(rows, level, line.indicator["regle"]), f"{caption}. {origin.IN_TABLES}", limit=_ROWS)


LEVELS = {
    "epci": "Intercommunalités",
    "commune": "Communes",
    "structure": "Structures",
    "action": "Actions",
}
# All the communes of any département but two, and no more of what an export tells better.
_ROWS = 320


def _columns(rows: Sequence[Row], level: str, rule: str) -> list[Column]:
    columns = [Column("nom", "Nom", href=None if level == "structure" else "lien"), Column("annee", "Année")]
    if any(row["lisse"] is not None for row in rows):
        columns.append(Column("lisse_dit", "Valeur lissée", "figure", origin="origine"))
    raw = rule == "K4" and level in ("commune", "epci")
    columns.append(
        Column("valeur_dite", "Taux brut (ne se compare pas)" if raw else "Valeur", "figure", origin="origine")
    )
    if any(row["bas"] is not None for row in rows):
        columns.append(Column("intervalle", "Intervalle à 95 %", "figure"))
    if any(row["au_moins"] is not None or row["au_plus"] is not None for row in rows):
        columns.append(Column("certain", "Bornes certaines", "figure"))
    columns.append(Column("n_dit", "n", "figure"))
    return columns if level == "action" else [*columns, Column("couverture", "Renseigné", "figure")]


def _located(line: Line, row: Row, places: int) -> Row:
    unit = line.indicator["unite"]
    value = indicator_words.short(row["valeur"], unit, places)
    secret = row["statut"] == wording.SECRET
    return {
        **row,
        "annee": str(row["annee"]),
        "valeur_dite": line.mark(row) if indicator_words.hidden(row) else value,
        "lisse_dit": indicator_words.short(row["lisse"], unit, places),
        "intervalle": indicator_words.interval(row["bas"], row["haut"], places) or "aucun",
        "certain": indicator_words.certain(row, unit, places),
        "n_dit": wording.SECRET if secret else wording.number(row["n"]),
        "couverture": wording.SECRET if secret else wording.share(row["n_renseignes"], row["n_total"]),
    }


def exports(where: Place, line: Line) -> None:
    """Downloads of every value of the indicator in the département, at every level."""
    asked = partial(cached.fresh, where.scope, "valeurs_indicateurs", indicateur=line.id)
    with show.screen_only():
        show.section("Télécharger", "Toutes les valeurs de cet indicateur dans le département, à tous ses niveaux.")
        taking.exports(
            partial(asked, departement=where.scope.departement),
            f"indicateur-{line.id}",
            "valeurs_indicateurs",
            where.scope,
        )


def method_of(where: Place, line: Line, fields: Sequence[Row]) -> None:
    """How it is made: definition, fields and how far each is filled, rule, limits, SQL."""
    show.section("Méthode")
    write(definition([*method.sheet(line.indicator), *filled(line, fields)]))
    with st.expander("Le calcul exact (SQL)"):
        st.code(line.indicator["sql"], language="sql", wrap_lines=True)
    there = f"{where.scope.href('methode')}#{line.id}"
    show.links([(there, "Méthode de tous les indicateurs", "règles, progrès, secret, populations")])


def definition(entries: Sequence[tuple[str, str]]) -> Markup:
    """Terms and their words."""
    items = join(
        html("<dt>{}</dt><dd>{}</dd>", term, wording.typographic(indicator_words.spaced(words)))
        for term, words in entries
    )
    return html('<dl class="methode">{}</dl>', items)


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


def unknown(where: Place, lines: Sequence[Line], asked: str) -> None:
    """No indicator has that identifier: what there is instead."""
    show.title("Indicateur introuvable")
    said = (
        f"Aucun indicateur n'a l'identifiant « {asked[:40]} »."
        if asked
        else "L'adresse ne dit pas quel indicateur montrer."
    )
    ways = [(where.scope.href(board.PAGE), "Tous les indicateurs", "la revue complète")]
    ways += [(where.scope.href(board.ONE, id=line.id), line.indicator["titre"], f"({line.id})") for line in lines]
    show.empty(said, "Choisissez-en un :", ways)
