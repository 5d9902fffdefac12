"""What a load would do, before it is done: how its columns are read, what is asked, what is kept, refused and doubtful.

``preview`` reads the files once and tries the load without writing; ``confirm`` then writes what was tried, without
reading again unless the files changed. ``rehearse`` writes it in a throw-away clone of the store, where what it moves
can be measured.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from data import integrity, progress, turn, unforeseen
from data.actors import Actor
from data.batch import AlreadyThereError, RefusedError, Reject
from data.clone import cloned
from data.importers import CLAIMS
from data.intake.causes import Cause, by_cause
from data.loading.load import Content, load_content, read_content
from data.progress import Tell
from data.report import Report
from data.understanding import Answers, UndecidedError, Understanding

Result = TypeVar("Result")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preview:
    """One load, tried. ``report`` is that of the dry run; its ``etat`` is ``simulation`` when it may be confirmed.

    ``understanding``: the columns, the questions that are still open, what is not taken. ``refused`` and ``doubtful``
    hold every cause with its exact count; ``rejects`` all the lines.
    """

    kind: str
    files: tuple[Path, ...]
    answers: Answers
    report: Report
    understanding: Understanding
    refused: tuple[Cause, ...] = ()
    doubtful: tuple[Cause, ...] = ()
    content: Content | None = None

    @property
    def undecided(self) -> bool:
        """Whether a person must say more before anything can be tried."""
        return bool(self.understanding.questions)

    @property
    def ready(self) -> bool:
        """Whether it may be confirmed."""
        return self.content is not None and self.report.etat == "simulation"

    @property
    def rejects(self) -> Sequence[Reject]:
        """Every line refused."""
        return self.report.rejets


def preview(
    actor: Actor,
    kind: str,
    files: Sequence[Path],
    path: Path,
    answers: Answers | None = None,
    *,
    replace: str | None = None,
    tell: Tell | None = None,
) -> Preview:
    """Try the load of ``files``, of the format ``kind``, into the store at ``path``; nothing is written.

    ``answers``: what a person said of the columns, as a mapping. ``tell`` hears the steps of ``data/progress.py``, and
    may raise ``AbandonedError``. Whatever is wrong is in the report, in French; KeyError for an unknown kind.
    """
    if kind not in CLAIMS:
        raise KeyError(kind)
    said, given = dict(answers or {}), tuple(files)
    try:
        actor.require_contribution("charger des fichiers")
        content = _heard(tell, lambda: read_content(kind, given, path, said or None, replace))
    except UndecidedError as error:
        asked = " ".join(question.words for question in error.understanding.questions)
        message = f"À dire avant de charger : {asked}" if asked else str(error)
        return Preview(kind, given, said, Report("refusee", message=message), error.understanding)
    except AlreadyThereError as error:
        return Preview(kind, given, said, Report("deja_chargee", message=str(error)), Understanding())
    except RefusedError as error:
        return Preview(kind, given, said, Report("refusee", message=str(error)), Understanding())
    except Exception as error:  # noqa: BLE001 - the last net
        return Preview(kind, given, said, Report("refusee", message=unforeseen.told(error)), Understanding())
    report = _heard(tell, lambda: load_content(actor, content, path, dry_run=True, replace=replace, keep_sound=True))
    understanding = content.batch.understanding or Understanding()
    doubtful = by_cause(report.douteux)
    return Preview(kind, given, said, report, understanding, by_cause(report.rejets), doubtful, content)


def confirm(
    actor: Actor, tried: Preview, path: Path, *, replace: str | None = None, tell: Tell | None = None
) -> Report:
    """Load what was previewed, the sound lines of it; read again when the files, or what they were compared with,
    changed meanwhile.

    The right, the rules and what the store holds are asked again: they may have changed too.
    """
    content = tried.content
    if content is None:
        return Report("refusee", message="Rien n'a été chargé : ce fichier n'a pas pu être essayé, voyez pourquoi.")
    if not content.unchanged or _compared_before(content, path):
        again = preview(actor, tried.kind, tried.files, path, tried.answers, replace=replace, tell=tell)
        if not again.ready or again.content is None:
            return again.report
        content = again.content
    kept = content
    return _heard(tell, lambda: load_content(actor, kept, path, replace=replace, keep_sound=True))


def rehearse(
    actor: Actor,
    tried: Preview,
    path: Path,
    measure: Callable[[Path, int], Result],
    *,
    replace: str | None = None,
    tell: Tell | None = None,
) -> Result:
    """What ``measure`` finds in a clone of the store where this load was confirmed, and the snapshot it began from.

    The store is never written to, and the clone goes whatever happens. RefusedError where the load would be refused,
    where there is no place for a clone, or where another trial has lasted for longer than a write waits.
    """

    def work() -> Result:
        actor.require_contribution("charger des fichiers")
        # What it tells is told to nobody else, and no snapshot keeps it: at least it is written down.
        _LOG.warning("essai d'un chargement (%s) par « %s », magasin « %s »", tried.kind, actor.name, path.name)
        with turn.taken(path, actor, "essaie un chargement", turn.TRIAL):
            progress.begin(progress.CLONING)
            with cloned(path) as clone:
                before = integrity.content(clone).snapshot
                report = confirm(actor, tried, clone, replace=replace)
                if report.etat != "chargee":
                    raise RefusedError(report.message)
                progress.begin(progress.MEASURING)
                return measure(clone, before)

    return _heard(tell, work)


def _compared_before(content: Content, path: Path) -> bool:
    """Whether it was compared with what the store no longer says."""
    if content.batch.against is None:
        return False
    try:
        return integrity.content(path).snapshot != content.batch.against
    except RefusedError:  # Trying again says why.
        return True


def _heard(tell: Tell | None, work: Callable[[], Result]) -> Result:
    if tell is None:
        return work()
    with progress.heard(tell):
        return work()
