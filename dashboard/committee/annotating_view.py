"""The form that annotates a series, on the page of its indicator: what happened, or how counting changed."""

import streamlit as st

from dashboard.frame import form, show, writing
from dashboard.frame.form import Form
from dashboard.indicators.board import Line
from dashboard.indicators.board_view import Place
from data.committee import record
from data.committee.forms import Annotation
from data.entering.forms import FieldError

_NATURES = {"evenement": "un événement", "methode": "un changement de méthode"}
_EVERYWHERE = "partout"


def view(where: Place, line: Line) -> None:
    """The form, for who may write."""
    scope = where.scope
    if not writing.may(scope):
        return
    filled = Form(scope, f"annotation_{line.id}_{scope.departement}")
    title = "Annoter cette série"
    with form.folded(filled.key, title, ":material/add_comment:", begun=filled.begun) as opened:
        if not opened:
            return
        filled.begin()
        show.paragraph("Une annotation se dessine sur la série de ces années, et s'imprime avec elle.")
        text = filled.text("texte", "Ce qu'il faut savoir (obligatoire)", hint="confinement, comptage changé…")
        first, last, kind = st.columns(3, vertical_alignment="bottom")
        with first:
            year = filled.year("annee", "Année (obligatoire)")
        with last:
            end = filled.year("annee_fin", "Jusqu'en (si elle dure)")
        with kind:
            nature = filled.choice("nature", "C'est", _NATURES, "evenement")
        indicator, departement, zone = _reach(filled, where, line)
        reviewed, function = filled.reread(needed=True), filled.function()
        if year is None:
            filled.wrong.append(FieldError("annee", "dites de quelle année"))
        said = Annotation(text, year or 0, nature, end, indicator or None, departement or None, zone or None)
        path, save = scope.dataset.path, filled.save(function, reviewed)
        filled.send(
            "Annoter", lambda also: record.annotate(scope.actor, path, said, save, also), "Annotation enregistrée."
        )


def _reach(filled: Form, where: Place, line: Line) -> tuple[str, str, str]:
    """(indicator, département, bassin) that it is about; "" for all of them."""
    whole = where.territories[0]
    places = {f"{place.level}:{place.code}": place.name for place in where.territories}
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        indicator = filled.choice("indicateur", "Sur quels indicateurs", {line.id: "celui-ci", "": "tous"}, line.id)
    with right:
        chosen = f"{where.chosen.level}:{where.chosen.code}"
        place = filled.choice("code_zone", "Dans quel territoire", {**places, "": _EVERYWHERE}, chosen)
    level, _, code = place.partition(":")
    return indicator, whole.code if place else "", code if level == "bassin" else ""
