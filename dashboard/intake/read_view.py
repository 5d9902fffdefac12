"""Third step, « lu »: what is kept, refused, doubtful; then the button that loads it."""

from collections.abc import Sequence

import streamlit as st

from dashboard.frame import cached, session, show, wording
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.intake import foreseen_view, refusals
from dashboard.intake.steps import heard
from dashboard.intake.waiting import KEY, Load, Loaded, Waiting
from data.importers import COMPARED
from data.intake.preview import Preview, confirm
from data.progress import Tell
from data.report import Report
from data.understanding import Headings

_MOST_WARNINGS = 40


def view(scope: Scope, waiting: Waiting, load: Load, tried: Preview) -> None:
    """What was read of one load, and the button that loads it."""
    show.section("3. Lu", "Essai sans écriture : rien n'est encore chargé.")
    _replaces(scope, waiting, load, tried)
    _read(tried)
    if tried.content is not None:
        refusals.download(load.key, tried.content, tried.rejects)
    if not tried.ready:
        return
    foreseen_view.view(scope, waiting, load, tried)
    kept = wording.plural(tried.report.gardees, "ligne")
    if st.button(f"Charger {kept}", key=f"charger_{load.key}", type="primary", icon=":material/upload:"):
        _confirmed(scope, waiting, load, tried)


def _replaces(scope: Scope, waiting: Waiting, load: Load, tried: Preview) -> None:
    """A list of the loads of the same format, when there are any, that this one may take the place of."""
    kind = load.together.kind if tried.content is None else tried.content.batch.format
    if kind in COMPARED:
        return
    titles = {
        row["source"]: f"{row['titre']} ({row['source']})"
        for row in cached.rows(scope, "sources")
        if row["etat"] == "active" and row["format"] == kind
    }
    if not titles:
        return
    key, chosen = f"remplace_{load.key}", waiting.replaced.get(load.key, "")
    session.choose(key, chosen if chosen in titles else "")
    st.selectbox(
        "Ce fichier remplace un chargement",
        ["", *titles],
        key=key,
        format_func=lambda source: titles.get(source, "Aucun : il s'ajoute"),
        on_change=_replacing,
        args=(key, load.key),
    )


def _replacing(key: str, load: str) -> None:
    waiting: Waiting | None = session.kept(KEY)
    if waiting is not None:
        waiting.replaced[load] = session.chosen(key) or ""


def _read(tried: Preview) -> None:
    report = tried.report
    already = report.etat == "deja_chargee"
    if not tried.ready:
        show.empty("Il n'y a rien à charger." if already else "Ce chargement ne peut pas se faire.", report.message)
    if report.lues and not already:
        doubtful = sum(cause.count for cause in tried.doubtful)
        show.figures(
            [
                Figure("Lues", wording.number(report.lues), note="lignes, fiches ou cellules"),
                Figure("Gardées", wording.number(report.gardees), note="elles seraient chargées"),
                Figure("Refusées", wording.number(report.refusees), note="à corriger, les autres peuvent se charger"),
                Figure("Doutes", wording.number(doubtful), note="gardés, à vérifier"),
            ]
        )
    _headings(tried.understanding.headings)
    refusals.causes("Refus, par cause", tried.refused)
    refusals.causes("Doutes, par cause", tried.doubtful)
    if report.avertissements:
        left = len(report.avertissements) - _MOST_WARNINGS
        more = [f"et {wording.plural(left, 'autre remarque', 'autres remarques')}"] if left > 0 else []
        show.subtitle("Remarques")
        show.points([*report.avertissements[:_MOST_WARNINGS], *more])


def _headings(headings: Headings) -> None:
    """Columns that are not those of the publication, one sentence a sort."""
    told = []
    if headings.extra:
        told.append(f"Colonnes en plus, que ce format ne connaît pas : {_quoted(headings.extra)}.")
    if headings.missing:
        told.append(f"Colonnes absentes, donc inconnues : {_quoted(headings.missing)}.")
    told += [f"Colonne renommée : « {found} » ressemble à « {wanted} »." for found, wanted in headings.renamed]
    if told:
        show.points(told)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"« {name} »" for name in names)


def _confirmed(scope: Scope, waiting: Waiting, load: Load, tried: Preview) -> None:
    """Write; what is refused is said here, and everything that was answered stays."""
    replace = waiting.replaced.get(load.key) or None

    def work(tell: Tell) -> Report:
        report = confirm(scope.actor, tried, scope.dataset.path, replace=replace, tell=tell)
        # Kept at once: a click made meanwhile ends this run as soon as the page is written to.
        if report.etat == "chargee":
            waiting.loaded[load.key] = Loaded(report, tried, scope.snapshot)
        return report

    report = heard("Chargement", work)
    if report.etat != "chargee":
        show.empty("Le chargement n'a pas été fait.", report.message)
        return
    st.rerun()
