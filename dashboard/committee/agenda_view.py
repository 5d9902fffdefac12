"""The agenda of a session: its points in their order, and the form that sets it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.committee.projection import QUESTIONS
from dashboard.frame import cached, show, writing
from dashboard.frame.markup import html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data.committee import record
from data.committee.forms import Point


def view(scope: Scope, held: Row) -> None:
    """The points, then the form for who contributes and looks at today."""
    titles = {row["id"]: row["titre"] for row in cached.rows(scope, "indicateurs")}
    points = cached.rows(scope, "ordre_du_jour", seance=held["seance_id"])
    show.section("Ordre du jour")
    if points:
        to = (
            scope.href("projection", id=str(held["seance_id"]), ecran=str(rank)) for rank in range(2, len(points) + 2)
        )
        items = (html("<li>{}</li>", link(way, told(point, titles))) for way, point in zip(to, points, strict=True))
        write(html('<ol class="points">{}</ol>', join(items)))
    else:
        show.paragraph("Aucun ordre du jour n'est fixé.")
    if scope.actor.contributes and scope.closing is None:
        _form(scope, held, points, titles)


def told(point: Row, titles: Mapping[str, str]) -> str:
    """What a point is called: its own words, else the title of its indicator or the question of its page."""
    code = str(point["code"] or "")
    return str(point["intitule"] or titles.get(code) or QUESTIONS.get(code) or code)


def _form(scope: Scope, held: Row, points: Sequence[Row], titles: Mapping[str, str]) -> None:
    seance = str(held["seance_id"])
    options = {f"indicateur {code} : {title}": Point("indicateur", code) for code, title in titles.items()}
    options |= {f"question : {question}": Point("question", code) for code, question in QUESTIONS.items()}
    now = [_label(point, options) for point in points]
    with (
        st.container(key=f"ecrire_ordre_{seance}"),
        st.expander("Fixer l'ordre du jour", icon=":material/format_list_numbered:"),
    ):
        chosen = st.multiselect(
            "Points, dans l'ordre où vous les choisissez : un indicateur, une question, ou vos propres mots",
            [*options, *(each for each in now if each not in options)],
            default=now,
            key=f"ordre_{seance}",
            accept_new_options=True,
            filter_mode="contains",
            select_all=False,
            placeholder="Choisir, ou écrire puis Entrée",
        )
        own = any(options.get(each) is None for each in chosen)
        reread = writing.reread(f"ordre_relu_{seance}") if own else True
        who = writing.function(f"ordre_fonction_{seance}")
        if st.button("Fixer cet ordre du jour", key=f"fixer_{seance}"):
            said = tuple(options.get(each) or Point("texte", None, each) for each in chosen)
            missing = "" if said else "choisissez un point au moins"
            missing = missing if reread else "relisez vos propres mots, et dites-le : ils seront projetés"
            save = replace(writing.save(scope, who, ""), reviewed=reread)
            writing.attempt(
                lambda: record.set_agenda(scope.actor, scope.dataset.path, seance, said, save),
                "Ordre du jour fixé.",
                missing=missing,
            )


def _label(point: Row, options: Mapping[str, Point]) -> str:
    """The option that says a point that is set: its own words for one that no option says."""
    same = (name for name, option in options.items() if (option.genre, option.code) == (point["genre"], point["code"]))
    return next(same, str(point["intitule"] or point["code"]))
