"""The last net: what nobody foresaw ends in one French sentence, and its traceback in a file for who mends it."""

import errno
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from data import causes, french
from data.batch import RefusedError
from data.whole_text import is_whole, printable

_LOG = logging.getLogger(__name__)
JOURNAL = Path(tempfile.gettempdir()) / "observatoire-erreurs.log"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# The last is what SQLite says of a file that is there, and that it may not open.
_CLOSED = ("permission denied", "read-only", "readonly", "unable to open database file")
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
# 128 and the number of SIGPIPE, as shells report a command whose reader has left.
_SIGPIPE_CODE = 141


def guarded(run: Callable[[], int], arguments: Sequence[str] | None) -> int:
    """The exit code of a command called with ``arguments`` (those of the process when None).

    Whatever it raises ends in one French sentence on the standard error, and 1. Who reads no further (``| head``) is
    no error: nothing is said, and the code is that of a command stopped by its pipe.
    """
    try:
        _refuse_half_characters(sys.argv[1:] if arguments is None else arguments)
        code = run()
        # What is still in the buffer would fail after the last net.
        sys.stdout.flush()
        return code
    except RefusedError as error:
        said = str(error)
    except BrokenPipeError:
        # Its output is the one pipe that a command writes to.
        return _unread()
    except KeyboardInterrupt:
        said = "Interrompu : rien de plus n'a été écrit."
    except Exception as error:  # noqa: BLE001 - the last net
        said = told(error)
    print(printable(said), file=sys.stderr)
    return 1


def _unread() -> int:
    """The exit code of a command whose standard output nobody reads any more; what it still holds goes nowhere."""
    # The interpreter flushes once more as it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _SIGPIPE_CODE


def _refuse_half_characters(words: Sequence[str]) -> None:
    for word in words:
        if not is_whole(word):
            raise RefusedError(
                f"« {printable(word)} » n'est pas de l'UTF-8 : renommez ce fichier, ou écrivez la commande dans un "
                "terminal en UTF-8."
            )


def told(error: BaseException) -> str:
    """The French sentence for an error that nothing foresaw; its traceback is logged, and kept in ``JOURNAL``.

    What the machine lacks is told by its cause alone: a traceback would stand among the words that people read.
    """
    if why := cause(error):
        _LOG.info("%s", error, exc_info=error)
        return f"{french.sentence(why)}."
    kept = _keep(error)
    return (
        f"Une erreur que le logiciel n'avait pas prévue l'a arrêté ({type(error).__name__}). Ce qui était chargé le "
        f"reste. Le détail, à transmettre à qui maintient le logiciel, est {kept}."
    )


def unwritable(file: Path, error: OSError) -> RefusedError:
    """The refusal for a file that a command was asked to write and cannot."""
    why = {errno.ENOENT: "son dossier n'existe pas", errno.EISDIR: "c'est un dossier : donnez le nom d'un fichier"}
    return RefusedError(
        f"« {file} » ne peut pas être écrit : {why.get(error.errno or 0) or cause(error) or causes.why(error)}."
    )


def cause(error: BaseException) -> str | None:
    """What the machine lacks (French, without a full stop), when an error says so: room, rights or memory."""
    said, number = str(error).lower(), getattr(error, "errno", None)
    name = getattr(error, "filename", None)
    where = f" : « {name} »" if isinstance(name, str) else ""
    if number in _NO_ROOM or any(words in said for words in ("no space left", "disk is full", "file too large")):
        return f"le disque est plein{where}. Libérez de la place, puis recommencez : rien n'a été écrit"
    if number in _FORBIDDEN or any(words in said for words in _CLOSED):
        return f"ce dossier ou ce fichier ne peut pas être écrit ou lu{where}. Vérifiez vos droits, puis recommencez"
    if isinstance(error, MemoryError) or "out of memory" in said:
        return "la mémoire manque. Fermez d'autres programmes ou découpez le fichier, puis recommencez"
    return None


def _keep(error: BaseException) -> str:
    """Log the traceback; where it can be read again."""
    try:
        handler = logging.FileHandler(JOURNAL, encoding="utf-8", errors="backslashreplace")
    except OSError:
        _LOG.error("erreur imprévue", exc_info=error)
        return "ci-dessus"
    _LOG.addHandler(handler)
    try:
        _LOG.error("erreur imprévue", exc_info=error)
    finally:
        _LOG.removeHandler(handler)
        handler.close()
    return f"dans « {JOURNAL} »"
