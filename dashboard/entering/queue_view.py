"""The queue of proposals: a lot, a page of it, boxes to tick, and what becomes of what is ticked."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.entering import decided, queue
from dashboard.entering.queue import Lot
from dashboard.frame import cached, filters, pager, pictures, session, show, taking, wording, writing
from dashboard.frame.markup import write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.overview import filling
from data.entering.checking import YEARS
from data.entering.save import decide

PAGE_SIZE = 20
SECRET = (
    "en attente sous secret statistique : de petits effectifs, que seule l'administration voit et dont elle seule peut "
    "décider (rôle « administration »)."
)
_NO_REASON = "Motif : dites pourquoi, c'est ce que liront ceux qui ont écrit la fiche."


def view(scope: Scope, rows: Sequence[Row], who: str) -> None:
    """Everything about proposals; ``who``: the function of who decides."""
    waiting = queue.decidable(rows)
    if withheld := queue.withheld(rows):
        show.note(f"{wording.plural(withheld, 'proposition')} {SECRET}")
    _coverage(scope)
    if not waiting:
        _nothing(scope)
        return
    lots = {lot.code: lot for lot in queue.lots(waiting)}
    _keep_to_lot(lots)
    lot = lots[filters.one("lot", "Lot de propositions semblables", {code: each.label for code, each in lots.items()})]
    number, count = pager.page(len(lot.rows), PAGE_SIZE)
    start = (number - 1) * PAGE_SIZE
    page = lot.rows[start : start + PAGE_SIZE]
    chosen = _page(scope, page, start)
    pager.links(lambda page: scope.href("donnees", partie="valider", lot=lot.code, page=str(page)), number, count)
    if scope.actor.contributes:
        everything = len(waiting) + withheld
        _decide(scope, lot, page, chosen, who, everything)
        _correct(scope, lot, page, start, who, everything)


def _stay(lot: Lot) -> None:
    """A lot that shrinks is no longer the first: its page stays on it as long as something is left there."""
    st.query_params["lot"] = lot.code


def _keep_to_lot(lots: Mapping[str, Lot]) -> None:
    """The lot that the address names, or what is left of it, before the next one is shown."""
    code = filters.asked("lot")
    if code is None or code in lots:
        return
    if left := queue.asked(lots, code):
        st.query_params["lot"] = left
        return
    st.query_params.pop("lot")
    show.note("Ce lot n'attend plus rien : voici le suivant.")


def _coverage(scope: Scope) -> None:
    fields = cached.rows(scope, "completude", **scope.filters)
    proposed = [row for row in fields if row["n_valides"] is not None and row["n_actions"]]
    if any(row["n_renseignes"] > row["n_valides"] for row in proposed):
        title = "Fiches où le champ compte déjà, et ce qui attend"
        drawn = pictures.figure(show.barred(title, filling.bars(proposed)), Picture("attente", title))
        taking.images([drawn], "attente", scope)


def _nothing(scope: Scope) -> None:
    ways = [
        (scope.href("donnees"), "Charger", "des fiches dont les textes seront lus"),
        (scope.href("donnees", partie="completer"), "Compléter", "les champs qui manquent"),
    ]
    show.empty(
        f"Aucune proposition n'attend que vous en décidiez ({scope.label}).",
        "Les nombres lus dans les textes des fiches arrivent ici à chaque chargement. En attendant :",
        ways,
    )


def _key(row: Row) -> str:
    return f"choix_{row['table_faits']}_{row['fait']}"


def _tick(rows: Sequence[Row], value: bool) -> None:
    for row in rows:
        session.choose(_key(row), value)


def _page(scope: Scope, page: Sequence[Row], start: int) -> list[Row]:
    """The proposals of a page, each with its box; those that are ticked."""
    if scope.actor.contributes:
        with st.container(horizontal=True):
            st.button("Tout cocher sur cette page", on_click=_tick, args=(page, True))
            st.button("Tout décocher", on_click=_tick, args=(page, False))
    chosen = []
    for number, row in enumerate(page, start + 1):
        with st.container(gap=None):
            name = queue.label(number, row)
            if not scope.actor.contributes:
                show.subtitle(name)
            elif st.checkbox(name, key=_key(row)):
                chosen.append(row)
            write(queue.shown(row, scope))
    return chosen


def _decide(scope: Scope, lot: Lot, page: Sequence[Row], chosen: Sequence[Row], who: str, waiting: int) -> None:
    show.section("Décider de ce qui est coché")
    rows = chosen
    if len(lot.rows) > len(page):
        whole = f"Décider des {wording.number(len(lot.rows))} propositions de ce lot, pas seulement de cette page"
        rows = lot.rows if st.checkbox(whole, key=f"lot_entier_{lot.code}") else chosen
    why = writing.reason("propositions", "Motif (obligatoire pour refuser)")
    with st.container(horizontal=True):
        accepted = st.button("Accepter", type="primary", icon=":material/check:", on_click=_stay, args=(lot,))
        refused = st.button("Refuser", icon=":material/close:", on_click=_stay, args=(lot,))
    missing = "" if rows else "cochez au moins une proposition."
    save = writing.save(scope, who, why)
    for pressed, decision, verb in ((accepted, "acceptee", "acceptée"), (refused, "refusee", "refusée")):
        if pressed:
            unsaid = decision == "refusee" and not why.strip()
            writing.attempt(
                partial(decide, scope.actor, scope.dataset.path, queue.decisions(rows, decision), save),
                decided.done(verb, len(rows), waiting - len(rows)),
                missing=missing or (_NO_REASON if unsaid else ""),
            )


def _correct(scope: Scope, lot: Lot, page: Sequence[Row], start: int, who: str, waiting: int) -> None:
    """The number that should have been read, in place of the one that was."""
    rows = {number: row for number, row in enumerate(page, start + 1) if row["table_faits"] in queue.CORRECTED}
    if not rows:
        show.paragraph("Un budget ou un financement se corrige sur sa fiche : refusez-le ici, puis saisissez-le là.")
        return
    show.section("Corriger un nombre mal lu", "Le nombre lu est refusé, le vôtre compte à sa place ; les deux restent.")
    number = st.selectbox(
        "Proposition à corriger",
        list(rows),
        format_func=lambda each: f"{queue.label(each, rows[each])}, {rows[each]['titre']}",
    )
    row = rows[number]
    quoi, year = _counted(row)
    kind, first, second = _number(row)
    why = writing.reason("correction", "Motif de la correction")
    if st.button("Corriger", icon=":material/edit:", on_click=_stay, args=(lot,)):
        decision = queue.corrected(row, quoi, year, kind, first, second)
        save = writing.save(scope, who, why)
        writing.attempt(
            lambda: decide(scope.actor, scope.dataset.path, [decision], save), decided.done("corrigée", 1, waiting - 1)
        )


def _counted(row: Row) -> tuple[str, int | None]:
    """What is counted and the year: « 45 participantes » at one day are attendances, which no reader of texts knows."""
    known = queue.counted(row)
    left, right, _ = st.columns(3)
    with left:
        quoi = st.selectbox(
            "Ce qui est compté",
            list(known),
            index=list(known).index(row["quoi"]),
            format_func=lambda code: wording.sentence(known[code]),
            key=f"quoi_{row['fait']}",
        )
    with right:
        year = st.number_input(
            "Année", min_value=YEARS[0], max_value=YEARS[-1], value=row["annee"], step=1, key=f"annee_{row['fait']}"
        )
    return quoi, None if year is None else int(year)


def _number(row: Row) -> tuple[str, float | None, float | None]:
    """Its kind, the number (or the low end of an interval), the high end."""
    of_people = row["table_faits"] == "mesures"
    step, shape = (1, "%d") if of_people else (0.01, "%.2f")
    read = next((v for v in (row["valeur"], row["borne_basse"], row["borne_haute"]) if v is not None), 0)
    kinds = list(queue.KINDS)
    left, middle, right = st.columns(3)
    with left:
        kind = st.selectbox(
            "Nature du nombre",
            kinds,
            index=kinds.index(row["precision"]) if row["precision"] in kinds else 0,
            format_func=queue.KINDS.__getitem__,
            key=f"nature_{row['fait']}",
        )
    interval = kind == "intervalle"
    with middle:
        first = st.number_input(
            "De" if interval else "Nombre" if of_people else "Montant en euros",
            min_value=step * 0,
            value=int(read) if of_people else float(read),
            step=step,
            format=shape,
            key=f"nombre_{row['fait']}",
        )
    second = None
    if interval:
        with right:
            second = st.number_input(
                "À", min_value=step * 0, value=None, step=step, format=shape, key=f"haut_{row['fait']}"
            )
    return kind, first, second
