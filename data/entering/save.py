"""Write what people enter: each function checks the right and the form, and leaves one source, undone like any load.

Nothing is written where anything is wrong: ``FormError`` tells all of it at once. A save that would say what is said
already writes nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data import french, integrity, turn
from data.actors import Actor
from data.entering import changes, state, writing
from data.entering.checking import errors_of, errors_of_statement, of_save
from data.entering.created import created
from data.entering.forms import ActionForm, Decision, Fact, FieldError, Form, FormError, Save
from data.entering.rows import Rows, clean, merged, statement_rows, table_of
from data.loading.sources import known_sources

CONTRIBUTE = "enregistrer une saisie"


@dataclass(frozen=True)
class Saved:
    """What a save did: the subject it is about, its source (None: nothing had to be written), what changed."""

    sujet_type: str
    sujet_id: str
    source: str | None
    message: str
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def create(actor: Actor, path: Path, form: Form, save: Save) -> Saved:
    """Add a subject; FormError with every error, RefusedError without the right or when somebody else writes."""
    actor.require_contribution(CONTRIBUTE)
    with turn.taken(path, actor, "crée une fiche"):
        snapshot = integrity.content(path).snapshot
        sources = known_sources(path)
        rank = writing.rank(sources)
        structure, unknown = _structure(path, snapshot, form)
        writing.refuse([*errors_of(form, save, state.State(), creating=True), *unknown])
        sujet_id, rows = created(form, structure or state.State(), writing.named(rank))
        if state.read(path, snapshot, (form.sujet_type, sujet_id)).known:
            name = "titre" if isinstance(form, ActionForm) else "nom"
            writing.refuse([FieldError(name, f"« {sujet_id} » existe déjà : ouvrez sa fiche pour la compléter")])
        source, warnings = writing.write(actor, path, sources, rows, save, f"Création de « {sujet_id} »")
    return Saved(form.sujet_type, sujet_id, source, "Fiche créée.", tuple(rows), warnings)


def correct(actor: Actor, path: Path, sujet_id: str, form: Form, save: Save) -> Saved:
    """Complete or correct a subject: only what differs from what counts now is written, and replaces it.

    A statement replaces those of the same kind and year, which stay visible. FormError also where a field changed
    since ``save.snapshot``: both values are told.
    """
    actor.require_contribution(CONTRIBUTE)
    subject = (form.sujet_type, sujet_id)
    with turn.taken(path, actor, f"corrige « {sujet_id} »"):
        snapshot, sources = integrity.content(path).snapshot, known_sources(path)
        rank = writing.rank(sources)
        now = state.read(path, snapshot, subject)
        if not now.known:
            writing.refuse([FieldError("sujet", f"« {sujet_id} » n'existe pas, ou plus : sa source a pu être annulée")])
        structure, unknown = _structure(path, snapshot, form)
        led_by = structure.one("nom") if structure else None
        found = changes.of(form, now, sujet_id, writing.named(rank), clean(save.reason), led_by)
        errors = [*errors_of(form, save, now, creating=False), *unknown]
        if save.snapshot not in (None, snapshot):
            before = state.read(path, int(save.snapshot or 0), subject)
            errors += changes.conflicts(found, before, now, counts=actor.unmasked)
        writing.refuse(errors)
        if not found.rows:
            return Saved(*subject, None, "Rien à enregistrer : c'est ce qui est déjà dit.")
        source, warnings = writing.write(
            actor, path, sources, found.rows, save, f"Correction de « {_called(now, sujet_id)} »"
        )
    return Saved(*subject, source, "Enregistré.", tuple(found.changed), warnings)


def _called(now: state.State, sujet_id: str) -> str:
    """The name that people know a subject by, as it counts before the save; its identifier where it has none."""
    return next((str(name) for field in ("titre", "nom") if (name := now.one(field))), sujet_id)


def decide(actor: Actor, path: Path, decisions: Sequence[Decision], save: Save) -> Saved:
    """Accept, refuse or set aside statements, all at once or none; ``instead`` is said in place of a refused one."""
    actor.require_contribution("valider des propositions")
    writing.refuse([*of_save(save), *_of_decisions(decisions)])
    with turn.taken(path, actor, "valide des propositions"):
        snapshot, sources = integrity.content(path).snapshot, known_sources(path)
        rank = writing.rank(sources)
        errors: list[FieldError] = []
        parts: list[Rows] = []
        about = {(decision.fact.sujet_type, decision.fact.sujet_id) for decision in decisions}
        known = state.statements(path, snapshot, about)
        for number, decision in enumerate(decisions):
            fact = decision.fact
            row = known.get((fact.table, (fact.sujet_type, fact.sujet_id), fact.fait))
            if row is None:
                errors.append(FieldError(f"decisions[{number}]", "ce fait n'est plus là : relisez la page"))
                continue
            parts.append({"arbitrages": [changes.decided(fact.table, row, decision.decision, clean(save.reason))]})
            if decision.instead is not None:
                name = f"{writing.named(rank)}-{number}"
                parts.append(statement_rows(decision.instead, fact.sujet_type, fact.sujet_id, name))
        writing.refuse(errors)
        title = f"Validation de {french.plural(len(decisions), 'fait')}"
        source, warnings = writing.write(actor, path, sources, merged(parts), save, title)
    first = decisions[0].fact
    return Saved(
        first.sujet_type,
        first.sujet_id,
        source,
        f"{french.plural(len(decisions), 'décision enregistrée', 'décisions enregistrées')}.",
        (),
        warnings,
    )


def prefer(actor: Actor, path: Path, kept: Fact, others: Sequence[Fact], save: Save) -> Saved:
    """Let one of diverging statements count alone in totals: the others are set aside, and stay visible.

    A reason is asked for.
    """
    if clean(save.reason) is None:
        raise FormError([FieldError("motif", "dites pourquoi ce chiffre est préféré")])
    decisions = [Decision(kept, "acceptee"), *(Decision(other, "ecartee") for other in others)]
    return decide(actor, path, decisions, save)


def merge(actor: Actor, path: Path, structure_id: str, into: str, save: Save) -> Saved:
    """Say that a structure is another one: what speaks of it speaks of ``into``. Undoing the save takes it back."""
    actor.require_contribution("fusionner deux structures")
    writing.refuse(of_save(save))
    with turn.taken(path, actor, f"fusionne « {structure_id} »"):
        snapshot, sources = integrity.content(path).snapshot, known_sources(path)
        writing.refuse(
            [
                FieldError(name, f"« {each} » : structure inconnue, ou déjà fondue dans une autre")
                for name, each in (("structure_id", structure_id), ("dans", into))
                if not state.read(path, snapshot, ("structure", each)).known
            ]
        )
        row = {"structure_id": structure_id, "dans": into, "motif": clean(save.reason)}
        title = f"Fusion de « {structure_id} »"
        source, warnings = writing.write(actor, path, sources, {"fusions": [row]}, save, title)
    return Saved("structure", into, source, f"« {structure_id} » est désormais « {into} ».", (), warnings)


def _structure(path: Path, snapshot: int, form: Form) -> tuple[state.State | None, list[FieldError]]:
    """(the structure that the form says to lead an action, None where it says none; what is wrong with it)."""
    if not isinstance(form, ActionForm) or not isinstance(form.structure_id, str) or not clean(form.structure_id):
        return None, []
    found = state.read(path, snapshot, ("structure", form.structure_id))
    if found.known:
        return found, []
    return None, [FieldError("structure_id", f"« {form.structure_id} » : structure inconnue, créez-la d'abord")]


def _of_decisions(decisions: Sequence[Decision]) -> list[FieldError]:
    if not decisions:
        return [FieldError("decisions", "choisissez au moins un fait")]
    errors: list[FieldError] = []
    seen: set[tuple[str, str]] = set()
    for number, each in enumerate(decisions):
        where = f"decisions[{number}]"
        if each.decision not in ("acceptee", "refusee", "ecartee"):
            errors.append(FieldError(where, f"« {each.decision} » : attendu, l'un de acceptee, refusee, ecartee"))
        if (each.fact.table, each.fact.fait) in seen:
            errors.append(FieldError(where, "deux décisions pour le même fait : n'en gardez qu'une"))
        seen.add((each.fact.table, each.fact.fait))
        if each.instead is not None:
            errors += errors_of_statement(f"{where}.instead", each.instead)
            if each.decision != "refusee" or table_of(each.instead) != each.fact.table:
                errors.append(FieldError(where, "on remplace un fait refusé, par un fait de même nature"))
    return errors


__all__ = ["Saved", "correct", "create", "decide", "merge", "prefer"]
