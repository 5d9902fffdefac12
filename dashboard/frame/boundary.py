"""Where an error stops: a page that fails says so in French, inside the frame; the detail goes to the log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.frame import show
from data.batch import RefusedError
from queries import QuestionError

# What the notice of an error that nobody foresaw begins with: no test may meet it.
UNFORESEEN = "Cette partie de la page n'a pas pu être affichée"
_LOG = logging.getLogger(__name__)


@contextmanager
def boundary(what: str) -> Iterator[None]:
    """A page, or a part of one that runs again alone, in which no error goes further; ``what`` names it on the log.

    What Streamlit raises to stop a run or to begin it again is no ``Exception``, and passes.
    """
    try:
        yield
    except (RefusedError, QuestionError) as refusal:
        _LOG.warning("%s : %s", what, refusal)
        show.empty("Cette partie de la page ne peut pas être affichée.", str(refusal))
    except Exception:  # noqa: BLE001 — whatever it is, the reader is told in French and the log has it.
        _LOG.exception("%s : erreur imprévue", what)
        show.empty(
            f"{UNFORESEEN} : une erreur s'est produite.",
            "Rechargez la page. Si l'erreur revient, dites son adresse à qui tient l'observatoire : le détail est "
            "dans le journal du serveur.",
        )
