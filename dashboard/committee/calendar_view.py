"""What comes: sessions, deadlines, ends of conventions, agréments and social projects; and the file of it."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urljoin

import streamlit as st

from dashboard.committee import ical, looking, words
from dashboard.frame import cached, filters, reference, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from data.committee.forms import STATES
from data.identifiers import slug

_COLUMNS = [
    Column("jour", "Quand", "day", precision="precision"),
    Column("genre", "Ce que c'est", "code", labels=ical.KINDS),
    Column("titre", "De quoi il s'agit", href="lien"),
    Column("detail", "Qui, ou quoi"),
]
_UNDATED = [
    Column("intitule", "Décision", href="lien"),
    Column("instance", "Instance"),
    Column("porteur", "Porteur"),
    Column("etat", "État", labels=STATES),
]
_MOST = 15  # lines that a month shows at once
_PAGES = {
    "seance": ("seances", "id"),
    "decision": ("seances", "decision"),
    "projet": ("projet", "id"),
    "action": ("fiche", "action"),
    "evenement": ("evenement", "id"),
}


def view(scope: Scope) -> None:
    """The whole page."""
    show.back(scope.href("seances"), "Séances et instances")
    show.title("Calendrier", "Qu'est-ce qui vient ?", f"{scope.territory}, {looking.said(scope)}")
    found = cached.rows(scope, "calendrier", **scope.place, jour=looking.past(scope))
    present = {kind: label for kind, label in ical.KINDS.items() if any(row["genre"] == kind for row in found)}
    kind = filters.choice("genre", "Ce que l'on regarde", present, "Tout") if present else None
    rows = [row for row in found if kind in (None, row["genre"])]
    coming = [row for row in rows if not row["en_retard"]]
    late = [row for row in rows if row["en_retard"]]
    waiting = looking.waiting(scope) if kind in (None, "decision") else []
    undated = [row for row in waiting if row["echeance"] is None]
    show.answer(answer(coming, late, len(undated)))
    if known := cached.reference_day(scope):
        until = reference.after(known)
        show.paragraph(
            f"Les conventions sont celles qui finissent dans les douze mois {until} ; le reste est sans limite."
        )
    looking.old(scope)
    if not rows and not undated:
        show.empty(
            "Rien n'est annoncé ici.",
            "Les séances à venir, les décisions et leurs échéances, les conventions et les agréments se chargent par "
            "les modèles de la page Données ; ou regardez un autre territoire.",
        )
        return
    if rows:
        _file(scope, rows)
    _months(scope, coming)
    _late(scope, late)
    _undated(scope, undated)


def answer(coming: Sequence[Row], late: Sequence[Row], undated: int = 0) -> str:
    """« 12 échéances à venir, la première : 03/01/2026 ; 4 décisions en retard ; 5 sans échéance connue. »."""
    told = wording.plural(len(coming), "échéance à venir", "échéances à venir") if coming else "Aucune échéance à venir"
    first = words.day_of(coming[0]["jour"]) if coming else None
    begins = f", la première : {wording.day(first, coming[0]['precision'])}" if first else ""
    over = wording.plural(len(late), "décision") if late else "aucune décision"
    unknown = f" ; {wording.plural(undated, 'décision')} sans échéance connue" if undated else ""
    return f"{told}{begins} ; {over} en retard{unknown}."


def _months(scope: Scope, rows: Sequence[Row]) -> None:
    """A section a month; the table of a full one opens at a press, and is whole on paper."""
    for _, found in groupby(rows, key=lambda row: row["jour"][:7]):
        here = list(found)
        first = words.day_of(here[0]["jour"])
        month = wording.sentence(wording.day(first, "mois"))
        counts = Counter(row["genre"] for row in here)
        held = [f"{ical.KINDS[kind].lower()} : {wording.number(n)}" for kind, n in counts.items()]
        show.section(month, " ; ".join(held))
        folded = f"Voir les {wording.number(len(here))} lignes" if len(here) > _MOST else ""
        show.table(_told(scope, here), _COLUMNS, f"Échéances, {wording.day(first, 'mois')}", limit=400, folded=folded)


def _late(scope: Scope, rows: Sequence[Row]) -> None:
    if not rows:
        return
    show.section("En retard", "Décisions dont l'échéance est passée, sans être faites ni abandonnées.")
    show.table(_told(scope, rows), _COLUMNS, f"{wording.plural(len(rows), 'décision')}, la plus ancienne d'abord")


def _undated(scope: Scope, rows: Sequence[Row]) -> None:
    """What the answer counts and no month holds."""
    if not rows:
        return
    show.section("Sans échéance connue", "Décisions qui attendent une suite, sans que l'on sache pour quand.")
    told = [
        {
            **row,
            "intitule": words.named(row["intitule"]),
            "lien": scope.href("seances", decision=str(row["decision_id"])),
        }
        for row in rows
    ]
    show.table(told, _UNDATED, wording.plural(len(rows), "décision"))


def _told(scope: Scope, rows: Sequence[Row]) -> list[Row]:
    return [{**row, "titre": words.named(row["titre"]), "lien": address(scope, row)} for row in rows]


def address(scope: Scope, row: Row) -> str:
    """The page of what a line is about; "" for a structure, which has none."""
    page = _PAGES.get(row["sujet_type"])
    return scope.href(page[0], **{page[1]: str(row["sujet_id"])}) if page else ""


def _file(scope: Scope, rows: Sequence[Row]) -> None:
    """The same lines for an agenda, made at the click."""
    made_up = cached.demonstration(scope)
    name = f"Vivre-ensemble, {scope.territory}{' (démonstration)' if made_up else ''}"
    here = st.context.url or ""

    def made() -> bytes:
        links = [urljoin(here, to) if here and (to := address(scope, row)) else "" for row in rows]
        return ical.calendar(rows, scope.dataset.key, name, links, made_up=made_up)

    with show.screen_only():
        show.section("Dans votre agenda", "Un fichier iCalendar : importez-le ; importé de nouveau, il met à jour.")
        st.download_button(
            "Télécharger le calendrier (.ics)",
            made,
            file_name=f"calendrier-{slug(scope.territory)}.ics",
            mime="text/calendar",
            key="calendrier_ics",
            on_click="ignore",
            icon=":material/event:",
        )
