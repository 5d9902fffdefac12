"""The first dossier is as quick as the next: what it needs is read ahead, once nobody waits for a first page."""

import asyncio
import logging

from data.batch import RefusedError

DELAY = 10.0  # seconds after the server is there
_LOG = logging.getLogger(__name__)


async def warmed() -> None:
    """Beside the server (``server.alongside``): one thread, some seconds after it began, as long as reading takes."""
    await asyncio.sleep(DELAY)
    await asyncio.to_thread(_warm)


def _warm() -> None:
    """The chapters, the layout and the typeface; a document that cannot be made is refused when it is asked for."""
    from dashboard.dossier import paper, whole  # Heavy: the very thing to be read ahead.

    _LOG.debug("read ahead: %s", whole.__name__)
    try:
        paper.warm()
    except RefusedError as refusal:
        _LOG.warning("Dossier : %s", refusal)
