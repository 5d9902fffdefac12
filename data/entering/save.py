"""Write what people enter: each function checks the right and the form, and leaves one source, undone like any load.

Nothing is written where anything is wrong: ``FormError`` tells all of it at once. A save that would say what is said
already writes nothing either.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data import integrity, turn
from data.actors import Actor
from data.batch import Batch, RefusedError
from data.entering import changes, state
from data.entering.checking import errors_of, errors_of_statement, of_save
from data.entering.created import created
from data.entering.forms import ActionForm, Decision, Fact, FieldError, Form, FormError, Save
from data.entering.rows import Rows, clean, merged, statement_rows, table_of
from data.importers import ENTERED
from data.loading.load import load_in_turn
from data.loading.sources import known_sources
from data.report import Report

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
        rank = _rank(path)
        structure, unknown = _structure(path, snapshot, form)
        _refuse([*errors_of(form, save, state.State(), creating=True), *unknown])
        sujet_id, rows = created(form, structure or state.State(), _named(rank))
        if state.read(path, snapshot, (form.sujet_type, sujet_id)).known:
            name = "titre" if isinstance(form, ActionForm) else "nom"
            _refuse([FieldError(name, f"« {sujet_id} » existe déjà : ouvrez sa fiche pour la compléter")])
        source, warnings = _write(actor, path, rank, rows, save, f"Création de « {sujet_id} »")
    return Saved(form.sujet_type, sujet_id, source, "Fiche créée.", tuple(rows), warnings)


def correct(actor: Actor, path: Path, sujet_id: str, form: Form, save: Save) -> Saved:
    """Complete or correct a subject: only what differs from what counts now is written, and replaces it.

    A statement replaces those of the same kind and year, which stay visible. FormError also where a field changed
    since ``save.snapshot``: both values are told.
    """
    actor.require_contribution(CONTRIBUTE)
    subject = (form.sujet_type, sujet_id)
    with turn.taken(path, actor, f"corrige « {sujet_id} »"):
        snapshot, rank = integrity.content(path).snapshot, _rank(path)
        now = state.read(path, snapshot, subject)
        if not now.known:
            _refuse([FieldError("sujet", f"« {sujet_id} » n'existe pas, ou plus : sa source a pu être annulée")])
        structure, unknown = _structure(path, snapshot, form)
        led_by = structure.one("nom") if structure else None
        found = changes.of(form, now, sujet_id, _named(rank), clean(save.reason), led_by)
        errors = [*errors_of(form, save, now, creating=False), *unknown]
        if save.snapshot not in (None, snapshot):
            before = state.read(path, int(save.snapshot or 0), subject)
            errors += changes.conflicts(found, before, now, counts=actor.unmasked)
        _refuse(errors)
        if not found.rows:
            return Saved(*subject, None, "Rien à enregistrer : c'est ce qui est déjà dit.")
        source, warnings = _write(actor, path, rank, found.rows, save, f"Correction de « {sujet_id} »")
    return Saved(*subject, source, "Enregistré.", tuple(found.changed), warnings)


def decide(actor: Actor, path: Path, decisions: Sequence[Decision], save: Save) -> Saved:
    """Accept, refuse or set aside statements, all at once or none; ``instead`` is said in place of a refused one."""
    actor.require_contribution("valider des propositions")
    _refuse([*of_save(save), *_of_decisions(decisions)])
    with turn.taken(path, actor, "valide des propositions"):
        snapshot, rank = integrity.content(path).snapshot, _rank(path)
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
                name = f"{_named(rank)}-{number}"
                parts.append(statement_rows(decision.instead, fact.sujet_type, fact.sujet_id, name))
        _refuse(errors)
        source, warnings = _write(actor, path, rank, merged(parts), save, f"Validation de {len(decisions)} faits")
    first = decisions[0].fact
    return Saved(first.sujet_type, first.sujet_id, source, f"{len(decisions)} décisions enregistrées.", (), warnings)


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
    _refuse(of_save(save))
    with turn.taken(path, actor, f"fusionne « {structure_id} »"):
        snapshot, rank = integrity.content(path).snapshot, _rank(path)
        _refuse(
            [
                FieldError(name, f"« {each} » : structure inconnue, ou déjà fondue dans une autre")
                for name, each in (("structure_id", structure_id), ("dans", into))
                if not state.read(path, snapshot, ("structure", each)).known
            ]
        )
        row = {"structure_id": structure_id, "dans": into, "motif": clean(save.reason)}
        source, warnings = _write(actor, path, rank, {"fusions": [row]}, save, f"Fusion de « {structure_id} »")
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


def _rank(path: Path) -> int:
    """The number of the next save, larger than that of any other, undone ones included."""
    return 1 + sum(known.format == ENTERED for known in known_sources(path))


def _named(rank: int) -> str:
    """What the identifiers begin with that a save gives."""
    return f"saisie-{rank:06d}"


def _refuse(errors: Sequence[FieldError]) -> None:
    if errors:
        raise FormError(errors)


def _write(actor: Actor, path: Path, rank: int, rows: Rows, save: Save, title: str) -> tuple[str, tuple[str, ...]]:
    """Load the rows of a save, in the turn that is held; (its source, warnings)."""
    said = {"rang": rank, "fonction": clean(save.function), "motif": clean(save.reason), "relue": save.reviewed}
    whole = {**rows, "saisies": [said]}
    count = sum(len(found) for found in rows.values())
    digest = hashlib.sha256(repr((rank, sorted(whole.items()))).encode()).hexdigest()
    batch = Batch(ENTERED, title, whole, count, count)
    report = load_in_turn(actor, batch, digest, path, stem=f"{rank:06d}")
    if report.etat != "chargee" or report.source is None:
        raise _refusal(report)
    return report.source, tuple(report.avertissements)


def _refusal(report: Report) -> RefusedError:
    """What the contract or a rule across tables refused, field by field where it says which."""
    if not report.rejets:
        return RefusedError(report.message)
    return FormError(
        [FieldError(reject.colonne or "?", f"« {reject.valeur} » : {reject.raison}") for reject in report.rejets]
    )


__all__ = ["Saved", "correct", "create", "decide", "merge", "prefer"]
