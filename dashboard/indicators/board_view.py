"""What the page of indicators shows: where they are read, the filters, the board, what to collect first, exports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.frame import cached, collecting, compared, filters, pictures, show, taking, wording
from dashboard.frame.markup import html, join, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.indicators import board, collect, verdicts, words
from dashboard.indicators.board import Line, Territory
from data import settings
from queries import articles
from queries.copy.progress.changes import FALSE_ALARMS

QUESTION = "Quels indicateurs pour mesurer les progrès du vivre-ensemble ?"


@dataclass(frozen=True)
class Place:
    """Where indicators are read: a scope that has a département, its territories in order, the chosen one."""

    scope: Scope
    territories: tuple[Territory, ...]
    chosen: Territory

    @property
    def where(self) -> str:
        """« Allier (03) », « Bassin de Moulins, Allier (03) »."""
        whole = replace(self.scope, bassin=None).territory
        if self.scope.bassin is None:
            return whole
        return f"{wording.sentence(self.scope.territory)}, {whole}"


def place(scope: Scope) -> Place | None:
    """The territory of the scope, the reference département for France; None when there is no such département."""
    local = collecting.local(scope)
    if local is None:
        return None
    code = str(local.departement)
    bassins = [
        Territory("bassin", row["code_bassin"], row["nom"]) for row in cached.rows(scope, "bassins", departement=code)
    ]
    # A single bassin would only repeat its département, unless it is what the reader asked for.
    bassins = bassins if len(bassins) > 1 else [bassin for bassin in bassins if bassin.code == scope.bassin]
    territories = (Territory("departement", code, str(local.departement_nom)), *bassins)
    chosen = next((bassin for bassin in bassins if bassin.code == scope.bassin), territories[0])
    return Place(local, territories, chosen)


def notes(scope: Scope, where: Place) -> None:
    """What of the shared filters does not apply here."""
    if there := collecting.elsewhere(scope):
        show.note(f"Les progrès se jugent département par département : {there}")
    if said := compared.alone(where.scope):
        show.paragraph(said)
    if scope.annee_min is not None or scope.annee_max is not None:
        show.note("Les années choisies ne s'appliquent pas ici : un progrès se lit depuis sa référence, série entière.")


def lines(where: Place) -> list[Line]:
    """Every indicator, in the département and its bassins."""
    scope, code = where.scope, where.scope.departement
    values = [
        row
        for level in ("departement", "bassin")
        for row in cached.rows(scope, "valeurs_indicateurs", departement=code, niveau=level)
    ]
    progress, able = (
        cached.rows(scope, name, departement=code) for name in ("progres_indicateurs", "aptitude_indicateurs")
    )
    shown = {place.key for place in where.territories}
    here, judged = ([row for row in rows if (row["niveau"], row["territoire"]) in shown] for rows in (values, progress))
    return board.lines(cached.rows(scope, "indicateurs"), here, judged, able)


def review(where: Place, lines: Sequence[Line]) -> list[Picture]:
    """The filters, how the board is read, the board as a picture; or the way out of an empty selection."""
    shown = _selected(where, lines)
    if not shown:
        ways = [(where.scope.href(board.PAGE), "Tous les indicateurs", f"({len(lines)})")]
        show.empty(
            "Aucun indicateur ne répond à ces trois filtres.", "Retirez-en un, ou revoyez le tableau entier :", ways
        )
        return []
    _key(where)
    title = f"Indicateurs : dernière valeur connue, évolution et verdict, {where.chosen.name}"
    picture = Picture("tableau-indicateurs", title, "Tirets : la référence ; pointillés : la cible.", where=where.where)
    return [pictures.figure(board.table(shown, where.territories, where.chosen, where.scope, len(lines)), picture)]


def _selected(where: Place, lines: Sequence[Line]) -> list[Line]:
    by_family, by_aptitude, by_verdict = st.columns(3)
    with by_family:
        titles = {code: f"{code}. {title}" for code, title in board.families(lines).items()}
        family = filters.choice("famille", "Famille", titles, "Toutes")
    with by_aptitude:
        known = {name: wording.sentence(name) for name in words.APTITUDES}
        aptitude = filters.choice("aptitude", "Aptitude", known, "Toutes")
    with by_verdict:
        known = {name: wording.sentence(name) for name in words.VERDICTS}
        verdict = filters.choice("verdict", f"Verdict, {where.chosen.name}", known, "Tous")
    return board.kept(lines, where.chosen, family, aptitude, verdict)


def _key(where: Place) -> None:
    """Folded, since each line of the board says its verdict and its aptitude in words too."""
    signs = {name: board.badge(name, "") for name in words.VERDICTS}
    write(
        html(
            '<details class="plie"><summary>Lire ce tableau&nbsp;: signes et abréviations</summary>'
            '<ul class="signes" aria-label="Verdicts">{}<li>sans objet&nbsp;: rien à juger ici</li></ul>'
            '<ul class="signes" aria-label="Aptitude">{}</ul><p>{}</p><p>{}</p></details>',
            join(html("<li>{} {}</li>", sign, name) for name, sign in signs.items() if sign),
            join(html('<li><i class="apt {}">{}</i></li>', code, name) for name, code in words.APTITUDES.items()),
            wording.typographic(board.reading(where.chosen)),
            wording.typographic(board.threshold(FALSE_ALARMS)),
        )
    )


def no_place() -> None:
    """The reference département is none."""
    show.empty(
        f"Le département de référence, « {settings.departement()[:20]} », n'existe pas.",
        "Choisissez un département dans le volet Périmètre, ou corrigez OBSERVATOIRE_DEPARTEMENT.",
    )


def answer(where: Place, lines: Sequence[Line]) -> tuple[str, str]:
    """What the indicators can measure in the département; of a bassin, what the overview says of it, then that.

    Then how many changes are announced of how many tests, in the département and its bassins.
    """
    said, tested, whole = board.answer(lines), board.tested(lines, _within(where)), where.territories[0]
    if where.chosen == whole:
        return said, tested
    there = articles.within(whole.name, whole.level)
    able = f"{wording.sentence(there)}, tout le département : {said[:1].lower()}{said[1:]}"
    return verdicts.answer(lines, where.chosen), f"{able} {tested}"


def false_alarms(where: Place, lines: Sequence[Line]) -> str:
    """The same, and how false alarms are controlled."""
    return board.false_alarms(lines, _within(where), FALSE_ALARMS)


def _within(where: Place) -> str:
    within = articles.within(where.territories[0].name, "departement")
    return f"{within} et dans ses bassins" if len(where.territories) > 1 else within


def to_collect(where: Place, lines: Sequence[Line], fields: Sequence[Row]) -> None:
    """Which missing fields would open the most indicators, the most useful first."""
    show.section("À collecter d'abord", "Les champs dont l'absence ferme le plus d'indicateurs, dans cet ordre.")
    if not fields and collecting.nothing_yet(where.scope):
        show.empty("Aucune fiche n'est encore enregistrée.", "Pour commencer :", [collecting.first_step(where.scope)])
        return
    if not fields:
        show.paragraph("Aucun champ manquant n'empêche un indicateur de mesurer le progrès.")
        return
    titles = {line.id: str(line.indicator["titre"]) for line in lines}
    write(collect.to_collect(fields, titles, where.scope))


def exports(where: Place, drawn: Sequence[Picture]) -> None:
    """Downloads: every value with the board that shows them, then every verdict, each with its notice."""
    with show.screen_only():
        show.section("Télécharger")
        show.paragraph("Toutes les valeurs du département et de ses bassins, année par année :")
        taking.exports(lambda: _values(where), "valeurs", "valeurs_indicateurs", where.scope, pictures=drawn)
        show.paragraph("Les verdicts, avec référence, cible, écart et test :")
        taking.exports(
            partial(cached.fresh, where.scope, "progres_indicateurs", departement=where.scope.departement),
            "verdicts",
            "progres_indicateurs",
            where.scope,
        )


def _values(where: Place) -> pd.DataFrame:
    asked = partial(cached.ask, where.scope, "valeurs_indicateurs", departement=where.scope.departement)
    return pd.concat([asked(niveau=level) for level in ("departement", "bassin")], ignore_index=True)
