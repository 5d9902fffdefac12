"""The targets that a session adopted, and the form that sets one before its value is looked at: no value is shown."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.frame import cached, form, show, wording, writing
from dashboard.frame.form import Form
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.indicators import words as indicator_words
from data.committee import record
from data.committee.forms import Adopted
from data.entering.forms import FieldError

_WHOLE = "tout le département"
_COLUMNS = [
    Column("titre", "Indicateur", href="lien"),
    Column("lieu", "Territoire"),
    Column("cible", "Cible", "figure"),
    Column("annee_cible", "Pour", "code"),
    Column("reference", "Depuis", "figure"),
    Column("motif", "Pourquoi"),
    Column("devenir", "Depuis lors", "code"),
]


def view(scope: Scope, session: Row) -> None:
    """What this session adopted, replaced ones included, then the form for who administers."""
    rows = adopted(scope, session)
    show.section("Cibles", "Fixées à cette séance, chacune avant de regarder la valeur de son indicateur.")
    if rows:
        show.table(rows, _COLUMNS, "Cibles fixées à cette séance ; celle qu'une autre remplace reste lisible")
    else:
        show.paragraph("Aucune cible n'y est fixée.")
    if writing.may(scope):
        _form(scope, session, _every(scope), _bassins(scope, session))


def adopted(scope: Scope, session: Row) -> list[Row]:
    """The targets that a session adopted, as tables show them."""
    every, bassins = _every(scope), _bassins(scope, session)
    rows = [row for row in cached.rows(scope, "cibles") if row["seance_id"] == session["seance_id"]]
    return [_told(scope, row, every, bassins) for row in rows]


def way(scope: Scope) -> None:
    """Where targets are set, for who may: not on the page of an indicator, which shows its value."""
    if writing.may(scope) and scope.actor.administers:
        show.links(
            [(scope.href("seances"), "Fixer une cible", "sur la page de la séance qui l'adopte, sans la valeur")]
        )


def _every(scope: Scope) -> dict[str, Row]:
    return {str(row["id"]): row for row in cached.rows(scope, "indicateurs")}


def _bassins(scope: Scope, session: Row) -> dict[str, str]:
    rows = cached.rows(scope, "bassins", departement=session["departement"])
    return {str(row["code_bassin"]): str(row["nom"]) for row in rows}


def _told(scope: Scope, row: Row, every: dict[str, Row], bassins: dict[str, str]) -> Row:
    code = str(row["indicateur"])
    known = every.get(code)
    unit = str(known["unite"]) if known else ""
    places = indicator_words.decimals(unit, [row["valeur_cible"], row["valeur_reference"]])
    started = row["annee_reference"] is not None
    years = indicator_words.span(row["annee_reference"], row["annee_reference_fin"]) if started else ""
    zone = str(row["code_zone"] or "")
    return {
        **row,
        "titre": f"{known['titre']} ({code})" if known else code,
        "lien": scope.href("indicateur", id=code) if known else "",
        "lieu": bassins.get(zone, zone) or _WHOLE,
        "cible": indicator_words.written(row["valeur_cible"], unit, places),
        "reference": f"{indicator_words.written(row['valeur_reference'], unit, places)} ({years})" if years else "",
        "devenir": "remplacée" if row["remplacee"] else "tient",
    }


def _form(scope: Scope, session: Row, every: Mapping[str, Row], bassins: Mapping[str, str]) -> None:
    if not scope.actor.administers:
        show.paragraph("Fixer une cible demande le rôle « administration ».")
        return
    filled = Form(scope, f"cible_{session['seance_id']}")
    with form.folded(filled.key, "Fixer une cible", ":material/target:", begun=filled.begun) as opened:
        if not opened:
            return
        filled.begin()
        show.paragraph(
            "Une cible se fixe avant de regarder la valeur : ce formulaire ne la montre pas. Changée plus tard, elle "
            "reste lisible à côté de celle qui la remplace."
        )
        indicator, zone = _what(filled, every, bassins)
        held_to = _former(scope, str(session["departement"]), indicator, zone, every)
        said = _figures(filled, str(every[indicator]["unite"]) if indicator in every else "")
        if held_to:
            show.points(held_to)
        why = filled.text("motif", "Pourquoi (facultatif)")
        reviewed, function = filled.reread(needed=bool(why)) if why else True, filled.function()
        _judge(filled, indicator, said, every)
        adopted = Adopted(
            str(session["seance_id"]), indicator, str(session["departement"]), _or(said.target, math.nan),
            int(_or(said.year, 0)), zone or None, said.start, said.first, said.last, why or None,
        )  # fmt: skip
        path, save = scope.dataset.path, filled.save(function, reviewed)
        filled.send(
            "Fixer cette cible", lambda also: record.adopt(scope.actor, path, adopted, save, also), "Cible fixée."
        )


@dataclass(frozen=True)
class _Said:
    """What was typed: the target and its year, the start and its years; None for nothing, NaN or 0 where unreadable."""

    target: float | None
    year: int | None
    start: float | None
    first: int | None
    last: int | None


def _what(filled: Form, every: Mapping[str, Row], bassins: Mapping[str, str]) -> tuple[str, str]:
    """The indicator and the bassin ("" for the whole département) that are chosen, both known by their names."""
    aimed = {code: f"{row['titre']} ({code})" for code, row in every.items() if indicator_words.aimed(row)}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        indicator = filled.choice("indicateur", "Indicateur (obligatoire)", {"": "choisir", **aimed})
    with right:
        zone = filled.choice("code_zone", "Territoire", {"": _WHOLE, **bassins})
    return indicator, zone


def _figures(filled: Form, unit: str) -> _Said:
    """The target, then what progress counts from, in the unit of the indicator."""
    within = f", en {unit}" if unit else ""
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        target = filled.number("valeur_cible", f"Valeur à atteindre{within} (obligatoire)")
    with right:
        year = filled.year("annee_cible", "En quelle année (obligatoire)", hint="une année après la séance")
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    with left:
        start = filled.number("valeur_reference", f"Référence : valeur de départ{within} (facultatif)")
    with middle:
        first = filled.year("annee_reference", "Sa première année")
    with right:
        last = filled.year("annee_reference_fin", "Sa dernière année")
    return _Said(target, year, start, first, last)


def _judge(filled: Form, indicator: str, said: _Said, every: Mapping[str, Row]) -> None:
    """What the data cannot tell: that nothing was typed, or a share that is none."""
    if said.target is None:
        filled.wrong.append(FieldError("valeur_cible", "dites la valeur à atteindre"))
    if said.year is None:
        filled.wrong.append(FieldError("annee_cible", "dites en quelle année"))
    if indicator in every and every[indicator]["calcul"] == "proportion":
        for name, value in (("valeur_cible", said.target), ("valeur_reference", said.start)):
            if value is not None and math.isfinite(value) and not 0 <= value <= 100:
                told = f"« {wording.number(value, 2)} » : cet indicateur est une part, de 0 à 100 %"
                filled.wrong.append(FieldError(name, told))


def _former(scope: Scope, departement: str, indicator: str, zone: str, every: Mapping[str, Row]) -> list[str]:
    """The targets that hold already for this indicator and this place: the same year said again replaces one."""
    if indicator not in every:
        return []
    rows = cached.rows(scope, "cibles", indicateur=indicator, departement=departement, bassin=zone or None)
    unit = str(every[indicator]["unite"])
    return [
        f"Déjà fixée pour {row['annee_cible']} : {_target(row, unit)}. Dite de nouveau pour cette année, elle sera "
        "remplacée et restera lisible."
        for row in rows
        if not row["remplacee"]
    ]


def _target(row: Row, unit: str) -> str:
    return indicator_words.written(row["valeur_cible"], unit, indicator_words.decimals(unit, [row["valeur_cible"]]))


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
