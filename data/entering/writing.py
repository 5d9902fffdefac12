"""A save as the store keeps it: its number, the identifiers that it gives, its one source."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from data.actors import Actor
from data.batch import Batch, RefusedError
from data.entering.forms import FieldError, FormError, Save
from data.entering.rows import Rows, clean
from data.importers import ENTERED, SAVED
from data.loading.load import load_in_turn
from data.loading.sources import Known
from data.report import Report


def rank(sources: Sequence[Known]) -> int:
    """The number of the next save, larger than that of any other, undone ones included."""
    return 1 + sum(known.format in SAVED for known in sources)


def named(number: int) -> str:
    """What the identifiers begin with that a save gives."""
    return f"saisie-{number:06d}"


def refuse(errors: Sequence[FieldError]) -> None:
    """FormError with all of them, when there are any."""
    if errors:
        raise FormError(errors)


def write(
    actor: Actor, path: Path, sources: Sequence[Known], rows: Rows, save: Save, title: str
) -> tuple[str, tuple[str, ...]]:
    """Load the rows of a save, in the turn that is held, beside these ``sources``; (its source, warnings)."""
    number = rank(sources)
    said = {"rang": number, "fonction": clean(save.function), "motif": clean(save.reason), "relue": save.reviewed}
    whole = {**rows, "saisies": [said]}
    count = sum(len(found) for found in rows.values())
    digest = hashlib.sha256(repr((number, sorted(whole.items()))).encode()).hexdigest()
    batch = Batch(ENTERED, title, whole, count, count)
    report = load_in_turn(actor, batch, digest, path, sources, stem=f"{number:06d}")
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
