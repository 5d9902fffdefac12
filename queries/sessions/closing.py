"""Close a session: its figures are kept as they are told at that moment, then the closing is written, or neither."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from data import causes, integrity, settings
from data.actors import ANYONE, PRODUCT, Actor
from data.batch import RefusedError
from data.committee import known, record
from data.committee.forms import Closing
from data.entering.forms import Save
from queries.copy import reading
from queries.copy.reading import Copy
from queries.sessions import figures, kept, rules


def close(actor: Actor, path: Path, seance_id: str, save: Save) -> str:
    """Pin the figures of ``save.snapshot`` (the newest when None) for a session; the source of the save.

    FormError with what is wrong with the session or who saves, RefusedError (French) without the right, where the
    session is closed already, or where that snapshot is no longer there. Nothing is left of what is refused.
    """
    actor.require_contribution("clore une séance")
    with kept.alone(path):
        kept.sweep(path)
        record.require_open(path, seance_id)
        known.session(path, seance_id)
        content, texts = integrity.content(path, save.snapshot), rules.now()
        digest = rules.digest(texts)
        name = kept.folder_name(content.snapshot, content.identity, digest)
        with _whole_or_nothing(path, name):
            told = _kept(path, name, content.snapshot, texts)
            closing = Closing(
                seance_id,
                content.snapshot,
                content.identity,
                told.version,
                texts,
                digest,
                figures.digest(told.figures),
                figures.digest(told.all_figures),
            )
            if rules.now() != texts:
                raise RefusedError("Le catalogue de l'observatoire vient d'être modifié : recommencez.")
            return record.close(actor, path, closing, save)


def _kept(path: Path, name: str, snapshot: int, texts: Mapping[str, str]) -> kept.Manifest:
    """What is kept for this content and these rules: made now, or by another session that was closed on the same."""
    if (there := kept.manifest(path, name)) is not None:
        return there
    readers, whole = (reading.copy_of(path, snapshot, each) for each in (ANYONE, PRODUCT))
    wanted = reading.is_made(whole)
    said = kept.Manifest(
        kept.keep(readers, name),
        kept.keep(whole, name),
        settings.version(),
        _figures(readers),
        _figures(whole),
    )
    kept.keep_told(readers, name)
    if not wanted:
        reading.let_go(whole)
    rules.write(texts, kept.folder(path, name) / kept.RULES)
    kept.write(path, name, said)
    return said


def _figures(copy: Copy) -> dict[str, str]:
    return reading.asked_of(copy, figures.told)


@contextmanager
def _whole_or_nothing(path: Path, name: str) -> Iterator[None]:
    """A folder for kept copies, which goes with a closing that fails unless it was there before."""
    folder = kept.folder(path, name)
    mine = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise RefusedError(
            f"Les chiffres de la séance n'ont pas pu être gardés ({causes.why(error)}) : rien n'a été écrit. "
            f"Vérifiez la place libre et les droits sur « {path / reading.KEPT} »."
        ) from error
    finally:
        if mine and name not in kept.used(path):
            shutil.rmtree(folder, ignore_errors=True)
