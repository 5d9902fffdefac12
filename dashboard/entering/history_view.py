"""« Historique »: every write, which figures it moved, and taking it back."""

from collections.abc import Sequence

import streamlit as st

from dashboard.entering import history, history_export
from dashboard.frame import cached, filters, moves, session, show
from dashboard.frame.scope import Scope
from data.batch import RefusedError
from data.consequences import consequences
from data.loading import undo
from data.loading.journal import Line
from data.loading.sources import require_own
from queries import moved

_SAID, _MOVED, _SEEN = "historique_dit", "historique_chiffres", "historique_apercu"
_MOST_WORDS = 300
_SHOWN = 100
_REFERENCES = "references"


def view(scope: Scope) -> None:
    """The part of the page « Données »."""
    lines = cached.writes(scope)
    if done := session.kept(_SAID):
        show.done(done)
        session.drop(_SAID)
    show.answer(*history.answer(lines, scope.actor.name))
    show.paragraph("Tout le magasin, quels que soient le territoire et les années choisis à gauche.")
    chosen, looked_at = _chosen(lines)
    if looked_at is not None:
        _one(scope, lines, looked_at)
        show.section("Toutes les écritures")
    _table(scope, chosen)
    if lines:
        history_export.view(scope, lines)


def _chosen(lines: Sequence[Line]) -> tuple[list[Line], Line | None]:
    """The lines that the filters of this part keep, and the one that is looked at, which stays whatever they keep."""
    left, right = st.columns(2)
    with left:
        kind = filters.choice("geste", "Genre d'écriture", history.kinds(lines))
    with right:
        source = filters.choice("origine", "Source", history.sources(lines), "Toutes")
    kept = [
        line
        for line in lines
        if (kind is None or (line.kind or history.OTHER) == kind) and (source is None or line.source == source)
    ]
    asked = filters.asked("ecriture")
    offered = [line for line in reversed(lines) if line in kept or str(line.snapshot) == asked]
    options = {str(line.snapshot): history.choice(line) for line in offered}
    looked_at = filters.choice("ecriture", "Écriture à regarder ou à annuler", options, "Aucune")
    return kept, next((line for line in lines if str(line.snapshot) == looked_at), None)


def _table(scope: Scope, lines: Sequence[Line]) -> None:
    if not lines:
        show.empty("Aucune écriture ne répond à ces filtres.", "Choisissez « Tous » ou « Toutes » pour les revoir.")
        return
    kept = filters.taken("geste", "origine")
    addresses = {
        line.snapshot: scope.href("donnees", partie="historique", ecriture=str(line.snapshot), **kept) for line in lines
    }
    # Each link opens the part on that write; the list above offers those that the table is too short for.
    caption = "Les écritures, la dernière en premier : leur numéro ouvre le détail et l'annulation"
    if len(lines) > _SHOWN:
        caption += f" ; les {_SHOWN} dernières sur {len(lines)}, resserrez par genre ou par source"
    show.table(history.rows(lines[-_SHOWN:], addresses, scope.actor.name), history.COLUMNS, caption)
    show.reading(history.ROWS)


def _one(scope: Scope, lines: Sequence[Line], line: Line) -> None:
    """One write: what moved, and how to take it back."""
    author = history.who(line, scope.actor.name)
    show.section(f"Écriture {line.snapshot} : {history.what(line)}", f"{author}, {history.when(line)}.")
    _figures(scope, lines, line)
    if line.source is None or line.format in (None, _REFERENCES):
        show.paragraph("Cette écriture ne s'annule pas : elle suit la version du logiciel.")
        return
    _take_back(scope, line)


def _figures(scope: Scope, lines: Sequence[Line], line: Line) -> None:
    show.subtitle("Quels chiffres ont bougé ?")
    before = max((other.snapshot for other in lines if other.snapshot < line.snapshot), default=None)
    if before is None:
        show.paragraph("C'est la première écriture : il n'y a rien avant elle à quoi comparer.")
        return
    show.paragraph(
        "La comparaison relit deux instantanés. Quand l'un n'a plus sa copie de lecture, elle est refaite : cela peut "
        "prendre de quelques secondes à une minute."
    )
    key = (scope.copy.key, line.snapshot)
    if st.button("Comparer les chiffres avant et après", key="historique_comparer", icon=":material/compare_arrows:"):
        with st.spinner("Comparaison des deux instantanés…"):
            session.keep(_MOVED, (key, moved.between(scope.dataset.path, before, line.snapshot, scope.actor)))
    found = session.kept(_MOVED)
    if found is not None and found[0] == key:
        show.reading(history.moved(found[1]))
        moves.view(found[1], "avant et après cette écriture")


def _take_back(scope: Scope, line: Line) -> None:
    """Undo a source that counts, or restore one that does not, for who may."""
    active = line.state == "active"
    show.subtitle("Annuler" if active else "Rétablir")
    try:
        require_own(scope.actor, str(line.source), str(line.owner), "annuler" if active else "rétablir")
        if active:
            _preview(scope, str(line.source))
        else:
            show.paragraph(
                f"« {line.title} » ({line.source}) est {history.became(line)} : ses faits ne comptent pas. La rétablir "
                "les remet tels qu'ils étaient, s'ils ne contredisent rien de ce qui est venu depuis."
            )
    except RefusedError as refusal:
        show.note(str(refusal))
        return
    _confirm(scope, line, active)


def _preview(scope: Scope, source: str) -> None:
    told = cached.kept(scope, "consequences", (source,), lambda: consequences(scope.dataset.path, source))
    seen = session.kept(_SEEN)
    if seen is not None and seen[0] == source and seen[1] != scope.copy.key:
        show.note("Le magasin a changé depuis votre lecture : relisez ce qui serait retiré.")
    session.keep(_SEEN, (source, scope.copy.key))
    show.paragraph(f"Si vous annulez « {told.title} » ({source}) : {history.removed(told)}")
    if sentences := history.built(told):
        show.points(sentences)
    else:
        show.paragraph("Rien d'autre ne s'appuie dessus.")
    show.paragraph("Rien n'est effacé : l'annulation est une écriture de plus, et se défait ici même.")


def _confirm(scope: Scope, line: Line, active: bool) -> None:
    """The reason and the button; a refusal is told in place, and the reason that was typed stays."""
    verb, do = ("Annuler", undo.undo) if active else ("Rétablir", undo.restore)
    # What was read when the button was drawn is what it does: another content of the store has another button.
    reason = st.text_input(
        "Motif, gardé au journal et lu par tous : n'y nommez personne",
        key=f"historique_motif_{line.source}_{line.state}",
        max_chars=_MOST_WORDS,
    ).strip()
    if not st.button(f"{verb} cette source", key=f"historique_{verb}_{line.source}_{scope.copy.stem}", type="primary"):
        return
    if not reason:
        show.note(f"Dites pourquoi : sans motif, rien n'est {'annulé' if active else 'rétabli'}.")
        return
    try:
        said = do(scope.actor, scope.dataset.path, str(line.source), reason)
    except RefusedError as refusal:
        show.note(str(refusal))
        return
    session.drop(_SEEN)
    session.keep(_SAID, said)
    st.rerun()
